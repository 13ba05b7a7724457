"""The text of a version, for pages, the snapshot and print alike."""

from protocols.texts.composing import ComposedSection, composed, sections_of

__all__ = ["ComposedSection", "composed", "sections_of"]
