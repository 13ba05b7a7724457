"""The text of a version, for pages, the snapshot and print alike; and where a clause comes from."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from legal_basis.law import Source
from legal_basis.loader import library
from partners.models import Role
from partners.roles import RoleKind
from portal.preparing import keep_with, prepared
from protocols.models import ProtocolVersion, Section, VariableValue
from protocols.queries.protocols import address_of, place_of, seen_from, visible_to
from protocols.texts.composing import (
    PARENT_TEXT,
    ComposedSection,
    Inherited,
    choices_in,
    composed,
    numbers_of,
    parent_text,
    sections_of,
    spots_in,
    targets_of,
)
from protocols.texts.linking import lead

__all__ = [
    "ComposedSection", "choices_in", "composed", "led", "numbers_of", "read_text", "section_at", "section_to_read",
    "sections_of", "sources_of", "spots_in", "targets_of",
]  # fmt: skip


def led(
    version: ProtocolVersion, sections: Sequence[ComposedSection], *, here: Collection[str] | None = None
) -> list[ComposedSection]:
    """The clauses as a page shows them that has those in `here`, or else all: links to others lead to where they are.

    What an inherited clause says of a clause that this text does not have leads to the overarching text.
    """
    ours = {one.id for one in sections_of(version) if one.number}
    whole = address_of("text", version)
    parent = address_of("text", version.parent) if version.parent else ""

    def inherited(one: ComposedSection) -> Inherited | None:
        there = one.inherited
        return replace(there, html=lead(lead(there.html, ours, parent), here or ours, whole)) if there else None

    return [replace(one, html=lead(one.html, here or ours, whole), inherited=inherited(one)) for one in sections]


def sources_of(section: ComposedSection) -> list[Source]:
    """The sources of a clause's wording, in order; one that the law library has dropped since is left out."""
    known = library().sources
    return [known[key] for key in section.sources if key in known]


def section_to_read(capacity: Role, reference: str, number: int, section_id: str) -> Section | None:
    """The clause at an address with its version, and what a page of it shows of that; one query."""
    found = next(iter(_at(place_of(capacity), reference, number, section_id, role=capacity.role)), None)
    if found is not None:
        setattr(found.version, PARENT_TEXT, getattr(found, PARENT_TEXT))
    return found


@prepared
def _at(place: int, reference: str, number: int, section_id: str, *, role: RoleKind) -> QuerySet[Section]:
    versions = seen_from(place, role).filter(protocol__reference=reference, number=number)
    related = ("protocol__partnership", "parent__protocol", "officer__person", "template_version__template")
    # Named outside as well: of more than eight tables PostgreSQL takes the first ones in the order of the query.
    named = {"version__protocol__reference": reference, "version__number": number}
    found = Section.objects.filter(version__in=versions, section_id=section_id, **named)
    whole = found.select_related(*(f"version__{name}" for name in related))
    return whole.defer("version__template_version__content").annotate(**{PARENT_TEXT: parent_text("version__parent")})


def read_text(version: ProtocolVersion) -> None:
    """Read a version's clauses, the values for their gaps and its parties, of whom each permission asks."""
    keep_with(version, "parties", version.all_parties())
    keep_with(version, "sections", _clauses(version.pk))
    keep_with(version, "variables", _values(version.pk))


@prepared
def _clauses(version_id: int) -> QuerySet[Section]:
    return Section.objects.filter(version=version_id).order_by("position")


@prepared
def _values(version_id: int) -> QuerySet[VariableValue]:
    return VariableValue.objects.filter(version=version_id)


def section_at(capacity: Role | None, reference: str, number: int, section_id: str) -> QuerySet[Section]:
    """The clause at an address, if its version exists for somebody: one row, or none."""
    versions = visible_to(capacity).filter(protocol__reference=reference, number=number)
    return Section.objects.filter(version__in=versions, section_id=section_id)
