"""Read what became of each step of the historic checklist."""

from __future__ import annotations

from collections.abc import Mapping

from legal_basis.law import Checklist, Earlier, StepToday
from legal_basis.loader.reading import ContentFile, Entry, entries


def read_earlier(file: ContentFile, checklists: Mapping[str, Checklist]) -> Earlier:
    """The mapping, with every step of the historic checklist in it and every target in the current one."""
    head = Entry(file, "", file.data).only(required=("checklist", "current", "reconstructed", "steps"))
    for key in ("checklist", "current"):
        if head.text(key) not in checklists:
            raise head.error(f"{key} names {head.text(key)!r}, which does not exist")
    historic, current = checklists[head.text("checklist")], checklists[head.text("current")]
    found = {entry.text("id"): _step(entry, historic, current) for entry in entries(file, "steps")}
    for step in historic.steps:
        if step.id not in found:
            raise file.error(step.id, "does not say where it is asked today")
    return Earlier(historic.id, current.id, head.text("reconstructed"), found)


def _step(entry: Entry, historic: Checklist, current: Checklist) -> StepToday:
    entry.only(required=("id", "today", "change"))
    if entry.text("id") not in historic.by_id:
        raise entry.error(f"is no step of {historic.id}")
    today = entry.words("today")
    if not today:
        raise entry.error("names no step of today")
    for name in today:
        if name not in current.by_id:
            raise entry.error(f"names the step {name!r}, which {current.id} does not have")
    return StepToday(entry.text("id"), today, entry.text("change"))
