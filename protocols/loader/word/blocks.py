"""The paragraphs and tables of a file, in order, each with what it is: a heading, an item of a list, plain text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.file_kinds import NotTaken
from protocols.loader.word.archives import WordFile
from protocols.loader.word.counts import Met
from protocols.loader.word.looks import Item, Looks, is_on, number, value, w
from protocols.loader.word.runs import Runs, Token, local, without_number, words

CONTENTS = re.compile(r"toc( \d| heading)?|contents heading|contents \d|table of contents", re.IGNORECASE)
TYPED = re.compile(r"(?P<clause>\d{1,3}\.\d{1,3})\.?\s+|\((?P<letter>[a-z])\)\s+|\((?P<roman>[ivx]{1,5})\)\s+")
"""Numbers that somebody typed, which the portal counts itself: 4.1, (a), (i)."""
TYPED_LIST, STEP = "typed", 567
MOST_PARAGRAPHS = 20_000  # some thousand pages
MOST_COLUMNS = 63  # Word takes no more
DEEPEST = 12  # tables in tables, and wrappers in wrappers


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `level` is a heading's depth, 0 for none; `bold` says that all its words are bold."""

    tokens: tuple[Token, ...]
    style: str = ""
    level: int = 0
    item: Item | None = None
    left: int | None = None
    bold: bool = False
    bookmarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words in one line."""
        return words(self.tokens)


@dataclass(frozen=True)
class Cell:
    """A cell: what it holds, and over how many columns and rows it stretches."""

    blocks: "tuple[Block, ...]"
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """A table: its rows, the first `heads` of which name the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0


Block = Paragraph | Table


class Blocks:
    """Reads the blocks of one file."""

    def __init__(self, file: WordFile, met: Met) -> None:
        self.file, self.met = file, met
        self.looks, self.runs = Looks(file), Runs(file, met)

    def all(self) -> list[Block]:
        """Every block of the body."""
        body = self.file.document.find(w("body"))
        return list(_numbered(list(self._of(body, 0)), self.met))

    def _of(self, container: Any, depth: int) -> Iterator[Block]:
        if depth > DEEPEST:
            self.met.counts["too deep"] += 1
            return
        for child in container:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child, depth)
            elif name == "tbl":
                self.met.counts["tables"] += 1
                yield self._table(child, depth)
            elif name == "sdt" and value(child, "sdtPr/docPartObj/docPartGallery") == "Table of Contents":
                self.met.counts["contents"] = 1
            elif name == "altChunk":
                self.met.counts["embedded"] += 1
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
                yield from self._of(child, depth + 1)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        style = self.looks.style_name(element)
        if CONTENTS.fullmatch(style):
            self.met.counts["contents"] = 1
            return
        self.runs.boxes = []
        tokens = tuple(self.runs.of(element))
        boxes = self.runs.boxes
        if words(tokens):
            self.met.counts["paragraphs"] += 1
            if self.met.counts["paragraphs"] > MOST_PARAGRAPHS:
                raise NotTaken(f"has more than {MOST_PARAGRAPHS:,} paragraphs. Bring in one part of it at a time.")
            yield self._read(element, style, tokens)
        for box in boxes:
            yield from self._of(box, depth + 1)

    def _read(self, element: Any, style: str, tokens: tuple[Token, ...]) -> Paragraph:
        said = [token for token in tokens if token.text.strip()]
        return Paragraph(
            tokens,
            style,
            self.looks.heading_level(element),
            self.looks.item(element),
            self.looks.left(element),
            bold=self.looks.is_bold(element) or all("strong" in token.marks for token in said),
            bookmarks=tuple(one.get(w("name"), "") for one in element.iter(w("bookmarkStart"))),
        )

    def _table(self, element: Any, depth: int) -> Table:
        found = [row for row in element.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is element]
        rows: list[tuple[Cell, ...]] = []
        open_at: dict[int, tuple[int, int]] = {}  # where, by column, a cell that stretches down began
        for row in found:
            cells: list[Cell] = []
            column = number(value(row, "trPr/gridBefore")) or 0
            for cell in (one for one in row.iter(w("tc")) if next(one.iterancestors(w("tr"))) is row):
                columns = min(max(number(value(cell, "tcPr/gridSpan")) or 1, 1), MOST_COLUMNS)
                down = value(cell, "tcPr/vMerge")
                if down is not None and down != "restart" and column in open_at:
                    _stretch(rows, *open_at[column])
                else:
                    open_at.pop(column, None)
                    if down == "restart":
                        open_at[column] = (len(rows), len(cells))
                    cells.append(Cell(tuple(self._of(cell, depth + 1)), columns))
                column += columns
            rows.append(tuple(cells))
        heads = next((at for at, row in enumerate(found) if not is_on(row.find(w("trPr")), "tblHeader")), 0)
        return Table(tuple(rows), heads)


def _stretch(rows: list[tuple[Cell, ...]], row: int, place: int) -> None:
    cells = list(rows[row])
    cells[place] = replace(cells[place], rows=cells[place].rows + 1)
    rows[row] = tuple(cells)


def _numbered(blocks: Sequence[Block], met: Met) -> Iterator[Block]:
    """The blocks, where a number that was typed before a paragraph makes it an item of a list."""
    last = ""
    for block in blocks:
        if not isinstance(block, Paragraph) or block.level or block.item:
            yield block
            continue
        found = TYPED.match(block.text)
        if found is None or (not last and not found["clause"]):
            last = "" if found is None and not block.left else last
            yield block
            continue
        level = 1 if found["clause"] else _depth_of(found, last)
        last = found["roman"] or found["letter"] or found["clause"]
        met.counts["typed numbers"] += 1
        item = Item(TYPED_LIST, level, numbered=True, left=STEP * level)
        yield replace(block, tokens=tuple(without_number(block.tokens, len(found[0].rstrip()))), item=item)


def _depth_of(found: re.Match[str], last: str) -> int:
    """Whether (i) is the ninth letter, after (h), or the first of the small Roman numbers."""
    letter = found["letter"]
    follows = bool(letter) and len(last) == 1 and ord(letter) == ord(last) + 1
    return 2 if follows or letter not in (None, "i", "v", "x") else 3
