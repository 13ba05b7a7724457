"""Read one worked example; whether its walk ends as it says is for `legal_basis.engine.examples` to judge."""

from __future__ import annotations

from typing import Any

from legal_basis.law import ENDS, FACTS, Checklist, Example, ExampleAnswer, LawLibrary
from legal_basis.loader.reading import ContentFile, Entry, entries

_REQUIRED = ("id", "title", "checklist", "asked", "decides", "end", "step", "sources", "facts", "responses")


def read_example(file: ContentFile, law: LawLibrary) -> Example:
    """The example of a file. Raises ContentError where it names what does not exist."""
    entry = Entry(file, "", file.data).only(required=_REQUIRED, optional=("traps",))
    if f"{entry.text('id')}.yaml" != file.name:
        raise entry.error("the id has to be the name of the file")
    checklist = law.checklists[entry.among("checklist", law.checklists)]
    if entry.text("step") not in checklist.by_id:
        raise entry.error(f"step names {entry.text('step')!r}, which {checklist.id} does not have")
    facts: dict[str, Any] = file.data["facts"]
    for name in facts:
        if name not in FACTS:
            raise entry.error(f"the fact {name!r} is not known")
    return Example(
        id=entry.text("id"),
        title=entry.text("title"),
        checklist=checklist.id,
        asked=entry.text("asked"),
        decides=entry.text("decides"),
        end=entry.among("end", ENDS),
        step=entry.text("step"),
        sources=entry.all_among("sources", law.sources),
        traps=entry.words("traps"),
        facts=facts,
        answers=tuple(_answer(item, checklist) for item in entries(file, "responses", "step")),
    )


def _answer(entry: Entry, checklist: Checklist) -> ExampleAnswer:
    entry.only(required=("step", "answer"), optional=("reason", "gateways", "choices"))
    step = checklist.by_id.get(entry.text("step").split("-")[0])
    if step is None or step.answer(entry.text("answer")) is None:
        raise entry.error(f"{checklist.id} has no such step and answer")
    return ExampleAnswer(
        step=entry.text("step"),
        answer=entry.text("answer"),
        reason=entry.text("reason"),
        gateways=entry.all_among("gateways", checklist.gateways),
        choices=entry.words("choices"),
    )
