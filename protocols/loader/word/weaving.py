"""From blocks to the text that the portal holds: paragraphs, lists in lists, tables. What is made is sanitised here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from portal.richtext import sanitise
from protocols.loader.word.blocks import Block, Cell, Paragraph, Table
from protocols.loader.word.looks import Item
from protocols.loader.word.marks import CLAUSE_TEXT
from protocols.loader.word.runs import BREAK, Token, stripped

DEEPEST = 12  # lists in lists; deeper items stand beside those above them
ORDER = ("strong", "em", "u", "s", "sub", "sup")
SPACES = re.compile(" {2,}")  # Word sets columns with them, a page cannot


@dataclass
class Open:
    """A list that is being written, and where its items stand."""

    element: Any
    item: Item


def weave(blocks: Sequence[Block], *, above: int = 0) -> str:
    """The text of some blocks; headings deeper than `above` become sub-headings. Raises richtext.TooLong."""
    root = etree.Element("div")
    _Weaver(root, above).put(blocks)
    inside = "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return sanitise(inside)


class _Weaver:
    def __init__(self, root: Any, above: int) -> None:
        self.root, self.above = root, above
        self.lists: list[Open] = []

    def put(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                _table(self._place_of_table(), block)
            elif block.level:
                self.lists = []
                _words(etree.SubElement(self.root, "h3" if block.level <= self.above + 1 else "h4"), block.tokens)
            elif block.item:
                self._item(block, block.item)
            else:
                self._plain(block)

    def _item(self, block: Paragraph, item: Item) -> None:
        while self.lists and self._is_past(self.lists[-1], item):
            self.lists.pop()
        top = self.lists[-1] if self.lists else None
        if top is None or (not _beside(top.item, item) and len(self.lists) < DEEPEST):
            under = self.root if top is None else top.element[-1]
            self.lists.append(Open(etree.SubElement(under, "ol" if item.numbered else "ul"), item))
        _words(etree.SubElement(self.lists[-1].element, "li"), block.tokens)

    def _is_past(self, top: Open, item: Item) -> bool:
        """Whether a list is over when this item comes."""
        if top.item.list_id == item.list_id:
            same_kind = top.item.numbered == item.numbered
            return top.item.level > item.level or (top.item.level == item.level and not same_kind)
        if any(one.item.list_id == item.list_id and one.item.level <= item.level for one in self.lists[:-1]):
            return True
        return top.item.left > item.left or (top.item.left == item.left and not _beside(top.item, item))

    def _plain(self, block: Paragraph) -> None:
        left = block.left or 0
        goes_on = "continu" in block.style.lower()
        stands_in = left > 0 and block.style != CLAUSE_TEXT
        while self.lists and not ((goes_on or stands_in) and left >= self.lists[-1].item.left > 0):
            self.lists.pop()
        under = self._under(self.lists[-1].element[-1]) if self.lists else self.root
        if "quote" in block.style.lower():
            under = etree.SubElement(under, "blockquote")
        _words(etree.SubElement(under, "p"), block.tokens)

    def _under(self, item: Any) -> Any:
        """An item of a list whose first words are a paragraph, now that a second follows."""
        if item.text or (len(item) and item[0].tag not in ("p", "ol", "ul")):
            first = etree.Element("p")
            first.text, item.text = item.text, None
            while len(item) and item[0].tag not in ("p", "ol", "ul", "blockquote"):
                first.append(item[0])
            item.insert(0, first)
        return item

    def _place_of_table(self) -> Any:
        self.lists = []
        return self.root


def _beside(one: Item, other: Item) -> bool:
    """Whether two items belong to one list."""
    same = one.list_id == other.list_id and one.level == other.level
    return one.numbered == other.numbered and (same or (one.list_id != other.list_id and one.left == other.left))


def _table(under: Any, table: Table) -> None:
    element = etree.SubElement(under, "table")
    head = etree.SubElement(element, "thead") if table.heads else None
    body = etree.SubElement(element, "tbody")
    for number, row in enumerate(table.rows):
        is_head = head is not None and number < table.heads
        line = etree.SubElement(head if is_head else body, "tr")
        for cell in row:
            _cell(etree.SubElement(line, "th" if is_head else "td"), cell)


def _cell(element: Any, cell: Cell) -> None:
    for name, stretch in (("colspan", cell.columns), ("rowspan", cell.rows)):
        if stretch > 1:
            element.set(name, str(stretch))
    single = cell.blocks[0] if len(cell.blocks) == 1 else None
    if isinstance(single, Paragraph) and not single.item:
        _words(element, single.tokens)
    else:
        _Weaver(element, 0).put(cell.blocks)


def _words(element: Any, tokens: Sequence[Token]) -> None:
    """Put words into an element, without white space at either end."""
    for token in stripped(tokens):
        if token.text == BREAK:
            etree.SubElement(element, "br")
            continue
        inside = element
        tags = [("a", token.link)] if token.link else []
        for tag, link in [*tags, *((mark, "") for mark in ORDER if mark in token.marks)]:
            inside = etree.SubElement(inside, tag)
            if link:
                inside.set("href", link)
        _add_text(element, inside, token.text)


def _add_text(element: Any, inside: Any, text: str) -> None:
    text = SPACES.sub(" ", text.replace("\n", " "))
    if inside is not element:
        inside.text = text
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
