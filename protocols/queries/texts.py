"""The text of a version, for pages, the snapshot and print alike; and where a clause comes from."""

from legal_basis.law import Source
from legal_basis.loader import library
from protocols.texts.composing import ComposedSection, composed, sections_of

__all__ = ["ComposedSection", "composed", "sections_of", "sources_of"]


def sources_of(section: ComposedSection) -> list[Source]:
    """The sources of a clause's wording, in order; one that the law library has dropped since is left out."""
    known = library().sources
    return [known[key] for key in section.sources if key in known]
