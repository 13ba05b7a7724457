"""The text of a version, for pages, the snapshot and print alike; and where a clause comes from."""

from django.db.models import QuerySet

from legal_basis.law import Source
from legal_basis.loader import library
from partners.models import Role
from protocols.models import Section
from protocols.queries.protocols import visible_to
from protocols.texts.composing import ComposedSection, composed, numbers_of, sections_of, targets_of

__all__ = ["ComposedSection", "composed", "numbers_of", "section_at", "sections_of", "sources_of", "targets_of"]


def sources_of(section: ComposedSection) -> list[Source]:
    """The sources of a clause's wording, in order; one that the law library has dropped since is left out."""
    known = library().sources
    return [known[key] for key in section.sources if key in known]


def section_at(capacity: Role | None, reference: str, number: int, section_id: str) -> QuerySet[Section]:
    """The clause at an address, if its version exists for somebody: one row, or none."""
    versions = visible_to(capacity).filter(protocol__reference=reference, number=number)
    return Section.objects.filter(version__in=versions, section_id=section_id)
