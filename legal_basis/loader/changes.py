"""Read the dated changes of the law, and hold them against the library: the two have to tell the same story."""

from __future__ import annotations

from legal_basis.law import Gateway, LawLibrary
from legal_basis.law.changes import KINDS_OF_CHANGE, LawChange
from legal_basis.loader.reading import ContentFile, Entry, entries

_OPTIONAL = ("sources", "gk", "gateways", "replaced_by", "checklist", "version", "steps")


def read_changes(file: ContentFile, law: LawLibrary) -> tuple[LawChange, ...]:
    """The changes by their day. Raises ContentError naming the entry where one does not agree with the library."""
    Entry(file, "", file.data).only(required=("changes",))
    found: list[LawChange] = []
    for entry in entries(file, "changes") if file.data["changes"] else ():
        change = _change(entry, law)
        _check_shape(entry, change)
        for name in change.gateways:
            _check_gateway(entry, change, law.gateways[name], law)
        if change.what == "checklist_revised":
            _check_checklist(entry, change, law)
        found.append(change)
    return tuple(sorted(found, key=lambda change: (change.on, change.id)))


def _change(entry: Entry, law: LawLibrary) -> LawChange:
    entry.only(required=("id", "day", "what", "sentence"), optional=_OPTIONAL)
    day = entry.day("day")
    if day is None:
        raise entry.error("day has to be a date")
    return LawChange(
        id=entry.text("id"),
        on=day,
        what=entry.among("what", KINDS_OF_CHANGE),
        sentence=entry.text("sentence"),
        sources=entry.all_among("sources", law.sources),
        gk=entry.text("gk"),
        gateways=entry.all_among("gateways", law.gateways),
        replaced_by=entry.among("replaced_by", ("", *law.gateways)),
        checklist=entry.among("checklist", ("", *law.checklists)),
        version=entry.text("version"),
        steps=entry.words("steps"),
    )


def _check_shape(entry: Entry, change: LawChange) -> None:
    """Each kind of change names what it is about, and nothing else."""
    if not change.sentence.endswith("."):
        raise entry.error("sentence has to be a whole sentence")
    if not change.sources and not change.gk:
        raise entry.error("needs a source, or gk saying what counsel has to confirm")
    revised = change.what == "checklist_revised"
    if revised != bool(change.checklist and change.version and change.steps) or revised == bool(change.gateways):
        raise entry.error("names either gateways, or the checklist, its new version and the steps that changed")
    if (change.what == "replaced") != bool(change.replaced_by):
        raise entry.error("replaced_by belongs to what is replaced, and to nothing else")


def _check_gateway(entry: Entry, change: LawChange, gateway: Gateway, law: LawLibrary) -> None:
    """The library's entry says the same: its dates, what followed it, and its status once the day has come."""
    come = change.on <= law.as_of
    if change.ends_a_provision:
        if gateway.withdrawn_on != change.on:
            raise entry.error(f"{gateway.id} is not withdrawn on {change.on} in gateways.yaml")
        if gateway.replaced_by != change.replaced_by:
            raise entry.error(f"{gateway.id} is replaced by {gateway.replaced_by or 'nothing'} in gateways.yaml")
        if come and gateway.status != "historic":
            raise entry.error(f"{gateway.id} was withdrawn, and is still {gateway.status} in gateways.yaml")
    elif gateway.in_force_from != change.on:
        raise entry.error(f"{gateway.id} does not begin on {change.on} in gateways.yaml")
    elif come and gateway.status == "pending":
        raise entry.error(f"{gateway.id} has begun, and is still pending in gateways.yaml")


def _check_checklist(entry: Entry, change: LawChange, law: LawLibrary) -> None:
    checklist = law.checklists[change.checklist]
    if change.version > checklist.version:
        raise entry.error(f"{checklist.id} is still at version {checklist.version}")
    if change.version == checklist.version:
        for step in change.steps:
            if step not in checklist.by_id:
                raise entry.error(f"names the step {step!r}, which {checklist.id} does not have")
