"""Text pasted from word processors: what they meant by it, in the tags that a protocol may hold."""

from portal.pasting.tidying import is_foreign, tidy

__all__ = ["is_foreign", "tidy"]
