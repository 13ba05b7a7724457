"""The bodies that a cell names: entries of lists, or names, however they are set apart."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from partners.loader.names import name_key

_ENTRY = re.compile(r"([a-z][a-z0-9-]*):([A-Za-z0-9][A-Za-z0-9-]*)", re.I)
_BETWEEN_ENTRIES = re.compile(r"[;,|\n\t ]+")
_BETWEEN_NAMES = re.compile(r"[;|\n\t•●▪◦·]+")
_MARKS = re.compile(r"^(?:[-–*]|\(?\d{1,2}[.)])\s+")
MOST_TEXT = 300  # letters of one body's name; a longer cell is a paragraph


class Entry(NamedTuple):
    """An entry of a list, such as `government-organisation:D25`."""

    register: str
    code: str


@dataclass(frozen=True)
class Mention:
    """One body as a cell names it, and what is doubtful about the name."""

    text: str
    doubt: str = ""

    @property
    def key(self) -> str:
        """The spelling under which two texts are the same: case, accents and punctuation of names are set aside."""
        entry = self.entry
        spelling = f"{entry.register}:{entry.code}" if entry else name_key(self.text) or self.text.casefold()
        return spelling[:MOST_TEXT]

    @property
    def entry(self) -> Entry | None:
        """The list and the code, where it is an entry of a list."""
        found = _ENTRY.fullmatch(self.text)
        return Entry(found[1].lower(), found[2].upper()) if found else None


def entries_in(cell: str) -> list[Mention]:
    """The entries of lists that a cell holds, in order, each once; text that holds none is read as names are."""
    pieces = [piece for piece in _BETWEEN_ENTRIES.split(cell) if piece]
    if all(_ENTRY.fullmatch(piece) for piece in pieces):
        return _once([Mention(piece) for piece in pieces])
    whole = [piece.strip() for piece in _BETWEEN_NAMES.split(cell) if piece.strip()]
    doubt = "is not an entry of a list, such as government-organisation:D25"
    return _once([Mention(text[:MOST_TEXT], "" if _ENTRY.fullmatch(text) else doubt) for text in whole])


def names_in(cell: str) -> list[Mention]:
    """The names that a cell holds, in order, each once."""
    pieces = (" ".join(_MARKS.sub("", piece.strip()).split()) for piece in _BETWEEN_NAMES.split(cell))
    return _once([Mention(text[:MOST_TEXT], _doubt(text)) for text in pieces if text])


def _doubt(text: str) -> str:
    if len(text) > MOST_TEXT:
        return "is longer than any name: the rest of it stands in the row"
    if "/" in text or "," in text or ("&" in text and text.isupper()):
        return "may be more than one body"
    return ""


def _once(mentions: list[Mention]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.key, mention)
    return list(found.values())
