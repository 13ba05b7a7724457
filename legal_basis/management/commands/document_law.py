"""`manage.py document_law`: docs/reference/law.md."""

import json
from collections.abc import Iterator

from legal_basis.loader import examples, library
from portal.documenting.pages import PageCommand, table

OPENING = """# The law library, worked examples and walks by command

The library is shown at `/law/gateways/` and each entry at `/law/gateways/ID/`: the address stays as long as the id, and
an id is never taken away. “Counsel” marks what has to be confirmed. England first. This is not legal advice.

The guide at `/law/can-i-share/` takes its answers from the address: `who` and `whom` (a body class), `theme`, `kinds`
(as often as needed), `people` (identifiable, pseudonymised, anonymous, deceased) and `collected` (same, other, agreed,
new). With `change=yes` it shows its questions with those answers filled in.

"""

COMMAND = """
## walk_checklist

`manage.py walk_checklist CHECKLIST FILE` walks a checklist with the site's own engine and prints JSON. The file is
JSON, YAML, or `-` for JSON on standard input. It holds `facts` by name and `responses` in the order of the walk: a
step's id (or `ID-2` when the walk came back to it), the key of the answer, a `reason`, and the `gateways` or `choices`
that the answer asks for. An exception to a bar is the choice `BAR:KEY`. Step ids and answer keys are those of
[the checklists](checklists.md). They are stable: a step that changes its meaning gets a new id.

What is printed holds `end` (code, step, effect, could_change, instead, laws, or null), `next` (the question reached,
with its open and hidden answers, or null), `steps` (the path), `flags`, `limits`, `gateways`, `laws`, `dropped`
(responses that do not follow) and `refused` (why, by step).

A worked example's own file is one to begin from:

```
manage.py walk_checklist current-2026 legal_basis/content/examples/homelessness-without-agreement.yaml
```

"""


class Command(PageCommand):
    """Every entry of the library, every worked example, and the shape of a walk by command."""

    path = "docs/reference/law.md"
    command = "document_law"
    help = "Write docs/reference/law.md: the library's entries, the worked examples and the format of walk_checklist."

    def text(self) -> str:
        """The page."""
        return OPENING + _library() + "\n## Worked examples\n\n" + _examples() + COMMAND + "".join(_facts())


def _library() -> str:
    head = ["id", "provision", "kind", "status", "withdrawn", "extent", "read again from", "counsel"]
    law = library()
    rows = [
        (
            f"`{one.id}`",
            one.cite,
            one.kind,
            one.status,
            str(one.withdrawn_on or ""),
            ", ".join(one.extent),
            str(law.review_due_on(one)),
            one.gk,
        )
        for one in law.gateways.values()
    ]
    return "## The library\n\n" + table(head, rows)


def _examples() -> str:
    rows = [(f"`{one.id}`", one.title, one.end, one.step, ", ".join(one.traps)) for one in examples().values()]
    return table(["id", "case", "end", "the step that decides", "known mistakes"], rows)


def _facts() -> Iterator[str]:
    one = examples()["everything-you-hold"]
    yield "The facts of an example, as JSON:\n\n```json\n"
    yield json.dumps(dict(one.facts), indent=2)
    yield "\n```\n"
