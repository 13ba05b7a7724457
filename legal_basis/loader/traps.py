"""Read the list of known mistakes: all thirty-two, in order, each with a place that exists."""

from __future__ import annotations

from legal_basis.law import LawLibrary
from legal_basis.law.traps import Place, Trap
from legal_basis.loader.reading import ContentFile, Entry, entries

IDS = tuple(f"T{number:02d}" for number in range(1, 33))
PAGES = ("legal_basis:gateways", "legal_basis:index", "legal_basis:traps", "register:list", "register:verify")
"""The public pages that a place may name."""


def read_traps(file: ContentFile, law: LawLibrary) -> tuple[Trap, ...]:
    """The traps in order. Raises ContentError where one is missing or names what does not exist."""
    Entry(file, "", file.data).only(required=("traps",))
    found = tuple(_trap(entry, law) for entry in entries(file, "traps"))
    if tuple(trap.id for trap in found) != IDS:
        raise file.error("", f"the traps have to be {IDS[0]} to {IDS[-1]}, in order")
    return found


def _trap(entry: Entry, law: LawLibrary) -> Trap:
    entry.only(required=("id", "title", "why", "held", "places"), optional=("sources", "gk"))
    places = tuple(_place(place, law) for place in entry.each("places", "said"))
    if not places:
        raise entry.error("places says nowhere that it is held")
    if not entry.words("sources") and not entry.text("gk"):
        raise entry.error("needs a source, or gk saying what counsel has to confirm")
    return Trap(
        id=entry.text("id"),
        title=entry.text("title"),
        why=entry.text("why"),
        held=entry.text("held"),
        places=places,
        sources=entry.all_among("sources", law.sources),
        gk=entry.text("gk"),
    )


def _place(entry: Entry, law: LawLibrary) -> Place:
    entry.only(required=("said",), optional=("step", "gateway", "page"))
    named = [kind for kind in ("step", "gateway", "page") if kind in entry.data]
    if len(named) > 1:
        raise entry.error("a place is one step, one gateway or one page")
    if not named:
        return Place("said", "", entry.text("said"))
    kind = named[0]
    known = {"step": law.current.by_id, "gateway": law.gateways, "page": PAGES}[kind]
    return Place(kind, entry.among(kind, known), entry.text("said"))
