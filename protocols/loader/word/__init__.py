"""Reading Word files: what they say, clause by clause, as text that the portal can hold; and what was left out."""

from protocols.loader.word.archives import MOST_BYTES, WordFile, open_word
from protocols.loader.word.marks import CopyMarks
from protocols.loader.word.reading import MOST_PIECES, Part, Understood, WordText, read_word

__all__ = [
    "MOST_BYTES",
    "MOST_PIECES",
    "CopyMarks",
    "Part",
    "Understood",
    "WordFile",
    "WordText",
    "open_word",
    "read_word",
]
