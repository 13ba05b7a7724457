"""An agreement as a Word file: real headings, numbers, contents and tables, and marks by which it is known again."""

from protocols.documents.word.copies import write_copy
from protocols.documents.word.marks import CopyMarks

__all__ = ["CopyMarks", "write_copy"]
