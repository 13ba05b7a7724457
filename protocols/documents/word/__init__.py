"""An agreement as a Word file: real headings, numbers, contents and tables, and marks by which it is known again."""

from protocols.documents.word.copies import write_copy

__all__ = ["write_copy"]
