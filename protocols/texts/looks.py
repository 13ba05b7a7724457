"""Whether two texts with the same words look the same: their marks, lists, headings and paragraphs.

What word processors do by themselves is no difference: the cells of a head are bold, so are headings, a link is
underlined, a quotation slants, and in a cell neither headings nor quotations keep their shape.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html as markup

MARKS = frozenset({"strong", "em", "u", "s", "sub", "sup"})
SHAPES = frozenset({"ol", "ul", "h3", "h4", "blockquote", "td"})
BLOCKS = frozenset({"p", "li", "ol", "ul", "h3", "h4", "blockquote", "table", "thead", "tbody", "tr", "td", "th",
                    "caption"})  # fmt: skip
LOST_IN_CELLS = frozenset({"h3", "h4", "blockquote"})
# Marks that a shape brings along.
BY_ITSELF = {"th": "strong", "h3": "strong", "h4": "strong", "blockquote": "em"}
WORD = re.compile(r"\S+")

Marks = frozenset[str]


@dataclass
class Line:
    """A paragraph: the shapes that it stands in, whether it begins an item or a cell, and its letters with marks."""

    shapes: tuple[str, ...]
    begins: bool
    letters: list[tuple[str, Marks]]

    @property
    def words(self) -> list[list[tuple[str, Marks]]]:
        """Its letters, word by word."""
        text = "".join(letter for letter, _ in self.letters)
        return [self.letters[found.start() : found.end()] for found in WORD.finditer(text)]


def look_the_same(one: str, other: str) -> bool:
    """Whether two rich texts with the same words differ in nothing that a reader sees."""
    first, second = lines_of(one), lines_of(other)
    return len(first) == len(second) and all(map(_alike, first, second))


def lines_of(html: str) -> list[Line]:
    """The paragraphs of a rich text that say something."""
    root = markup.fragment_fromstring(html, create_parent="div")
    reader = _Reader()
    reader.read(root, (), frozenset())
    reader.end()
    return reader.lines


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.line = Line((), False, [])
        self.begins = False

    def read(self, element: Any, shapes: tuple[str, ...], marks: Marks) -> None:
        self._put(element.text, shapes, marks)
        for child in element:
            tag = str(child.tag)
            if tag in BLOCKS:
                self.end()
                self.begins = self.begins or tag in ("li", "td", "th")
                self.read(child, (*shapes, *_shapes(tag)), marks)
                self.end()
            elif tag == "br":
                self._put(" ", shapes, marks)
            else:
                self.read(child, shapes, marks | _marks(child))
            self._put(child.tail, shapes, marks)

    def _put(self, text: str | None, shapes: tuple[str, ...], marks: Marks) -> None:
        if text and not self.line.letters:
            self.line.shapes = shapes
        self.line.letters += [(letter, marks) for letter in text or ""]

    def end(self) -> None:
        if any(not letter.isspace() for letter, _ in self.line.letters):
            self.line.begins, self.begins = self.begins, False
            self.lines.append(self.line)
        self.line = Line((), False, [])


def _shapes(tag: str) -> Iterator[str]:
    if tag == "th":
        yield from ("td", "th")
    elif tag in SHAPES:
        yield tag


def _marks(element: Any) -> Marks:
    if element.tag == "a":
        address = element.get("href", "")
        return frozenset({"link" if address.startswith("#") else f"link {address.rstrip('/')}"})
    return frozenset({element.tag} & MARKS)


def _alike(one: Line, other: Line) -> bool:
    pair = (*one.shapes, *other.shapes)
    cells = "td" in pair
    left, right = (tuple(name for name in line.shapes if name != "th" and not (cells and name in LOST_IN_CELLS))
                   for line in (one, other))  # fmt: skip
    free = frozenset(mark for shape, mark in BY_ITSELF.items() if shape in pair)
    words, others = one.words, other.words
    same_place = left == right and one.begins == other.begins and len(words) == len(others)
    return same_place and all(_same_marks(word, again, free) for word, again in zip(words, others, strict=True))


def _same_marks(word: list[tuple[str, Marks]], again: list[tuple[str, Marks]], free: Marks) -> bool:
    """Whether a word is marked alike in both; of one that reads otherwise, such as a number, all its marks count."""
    if [letter for letter, _ in word] == [letter for letter, _ in again]:
        return all(_told(one, other, free) for (_, one), (_, other) in zip(word, again, strict=True))
    return _told(_all(word), _all(again), free)


def _all(word: list[tuple[str, Marks]]) -> Marks:
    return frozenset().union(*(marks for _, marks in word))


def _told(one: Marks, other: Marks, free: Marks) -> bool:
    """Whether two sets of marks mean the same; a link inside the text counts for nothing, its words lead there."""
    linked = any(mark.startswith("link") for mark in one | other)
    aside = free | {"link"} | ({"u"} if linked else set())
    return one - aside == other - aside
