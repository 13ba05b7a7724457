"""`manage.py document_law`: docs/reference/law.md."""

import json
from collections.abc import Iterator

from legal_basis.law import FACTS
from legal_basis.law.values import LISTS, values_of
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

What is printed holds `checklist` (id, version, title), `can_support_approval` (true where the end is DONE or
NOT_PERSONAL on a checklist of today's law), `end` (code, step, effect, could_change, instead, laws, or null), `next`
(the question reached, with its open and hidden answers, or null), `steps` (the path), `flags`, `limits`, `gateways`,
`laws`, `dropped` (responses that do not follow) and `refused` (why, by step).

A name that the checklist does not know (a fact, one of its values, a step or an answer) is refused in a sentence. A
fact left out is not known: what needs it stays hidden, and the question that it would settle is asked.

### Facts

FACTS_TABLE
### Examples

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
        return (
            OPENING
            + _library()
            + "\n## Worked examples\n\n"
            + _examples()
            + COMMAND.replace("FACTS_TABLE\n", _facts_table())
            + "".join(_facts())
        )


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


def _facts_table() -> str:
    """Every fact, with the values that it takes."""
    law = library()
    among = values_of(law)
    rows = [
        (
            f"`{name}`",
            meaning,
            "a list of any of" if name in LISTS else "one of" if among[name] else "`true` or `false`",
            ", ".join(f"`{one}`" for one in among[name]),
        )
        for name, meaning in FACTS.items()
    ]
    return table(["fact", "what it says", "takes", "values"], rows)


def _facts() -> Iterator[str]:
    one = examples()["everything-you-hold"]
    yield "The facts of an example, as JSON:\n\n```json\n"
    yield json.dumps(dict(one.facts), indent=2)
    yield "\n```\n"
