"""`manage.py document_checklists`: docs/reference/checklists.md."""

from collections.abc import Iterator

from legal_basis.law import Answer, Checklist, Step
from legal_basis.loader import library
from portal.documenting.pages import PageCommand, table

OPENING = """# The checklists

Both sequential checklists, as the wizard asks them. Each answer says what it leads to. Where an answer is shown only
on some facts, the sentence that a person reads when it is hidden is given. “Counsel” marks what rests on general
knowledge and has to be confirmed. This is not legal advice.
"""


class Command(PageCommand):
    """Every step and answer of both checklists."""

    path = "docs/reference/checklists.md"
    command = "document_checklists"
    help = "Write docs/reference/checklists.md: every step and answer of both checklists."

    def text(self) -> str:
        """The page."""
        return OPENING + "".join(part for checklist in library().checklists.values() for part in _checklist(checklist))


def _checklist(checklist: Checklist) -> Iterator[str]:
    yield f"\n## {checklist.title}\n\n`{checklist.id}`, version {checklist.version}. {checklist.warning}\n\n"
    yield table(["end", "what it means"], [(end.code, end.meaning) for end in checklist.ends])
    for stage in checklist.stages:
        yield f"\n### {stage.id} {stage.title}\n"
        for step in checklist.steps:
            if step.stage == stage.id:
                yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    yield f"\n#### {step.id} {step.question}\n\n{step.why}\n\n"
    yield f"Law: {'; '.join(law.cite for law in step.law)}."
    yield f" Sources: {', '.join(f'`{key}`' for key in step.sources)}." if step.sources else ""
    yield f" Counsel: {step.gk}." if step.gk else ""
    yield " Settled by the facts where they can." if step.automatic else ""
    yield "\n\n" + table(
        ["answer", "leads to", "effect", "hidden when"], [_answer(step, answer) for answer in step.answers]
    )


def _answer(step: Step, answer: Answer) -> tuple[str, str, str, str]:
    least = step.reason_min if answer.reason_min is None else answer.reason_min
    effect = answer.effect + (f" (reason of {least} characters or more)" if least else "")
    hidden = " ".join(condition.because for condition in (*answer.hidden_if, *answer.shown_if))
    return f"{answer.wording} (`{answer.key}`)", answer.goto, effect, hidden
