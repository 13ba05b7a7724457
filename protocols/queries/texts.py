"""The text of a version, for pages, the snapshot and print alike; and where a clause comes from."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from legal_basis.law import Source
from legal_basis.loader import library
from partners.models import Role
from protocols.models import ProtocolVersion, Section
from protocols.queries.protocols import address_of, visible_to
from protocols.texts.composing import (
    ComposedSection,
    Inherited,
    choices_in,
    composed,
    numbers_of,
    sections_of,
    spots_in,
    targets_of,
)
from protocols.texts.linking import lead

__all__ = [
    "ComposedSection", "choices_in", "composed", "led", "numbers_of", "section_at", "sections_of", "sources_of",
    "spots_in", "targets_of",
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


def section_at(capacity: Role | None, reference: str, number: int, section_id: str) -> QuerySet[Section]:
    """The clause at an address, if its version exists for somebody: one row, or none."""
    versions = visible_to(capacity).filter(protocol__reference=reference, number=number)
    return Section.objects.filter(version__in=versions, section_id=section_id)
