"""From the sanitised text of a clause to Word: paragraphs, numbered and lettered lists, bullets, tables."""

from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph
from lxml import html as markup

from protocols.documents.impact.styling import TABLE_TEXT, put_style
from protocols.documents.word.looks import QUOTE, tint
from protocols.documents.word.marks import put_bookmark
from protocols.documents.word.numbers import CLAUSES, DEEPEST, FIRST, STEP, Lists, put_number, where
from protocols.documents.word.tables import put_table
from protocols.documents.word.words import Node, put_words, says_nothing
from protocols.loader.word.marks import CLAUSE_CONTINUED, CLAUSE_TEXT, paragraph_bookmark

HEADINGS = {"h3": "Heading 2", "h4": "Heading 3"}
BLOCKS = frozenset({"p", "h3", "h4", "ul", "ol", "li", "blockquote", "table"})


@dataclass(frozen=True)
class Place:
    """How the next paragraph stands: its style, its number where the style has none, how far in (twips), in which list.

    `depth` counts the numbered lists round it, `bullets` the bulleted ones. `bookmark` is the name by which links
    inside the file find it.
    """

    style: str = CLAUSE_TEXT
    number: tuple[int, int] | None = None
    left: int | None = None
    depth: int = 0
    bullets: int = 0
    bookmark: str = ""


class ClauseWriter:
    """Writes texts into the document, or into a cell of a table in it; inherited text is set on a tinted ground."""

    def __init__(self, container: Any, lists: Lists, *, inherited: bool = False, cell: bool = False) -> None:
        self.container, self.lists, self.inherited, self.cell = container, lists, inherited, cell

    def put(self, text: str) -> None:
        """Write a whole text."""
        root = markup.fragment_fromstring(text, create_parent="div")
        place = Place(TABLE_TEXT) if self.cell else Place()
        self.put_inside(root, place, place)

    def put_inside(self, element: Any, first: Place, rest: Place) -> None:
        """Write what an element holds: its first paragraph stands at `first`, all others at `rest`."""
        place, waiting = first, [element.text or ""]
        for child in element:
            if child.tag in BLOCKS:
                place = rest if self._paragraph(waiting, place) else place
                place = self._block(child, place, rest)
                waiting = [child.tail or ""]
            else:
                waiting += [child, child.tail or ""]
        self._paragraph(waiting, place)

    def _block(self, child: Any, place: Place, rest: Place) -> Place:
        """Write a block. Returns where the next paragraph stands."""
        if child.tag in ("ol", "ul") and place is not rest:
            self._find(self._add(place), place)  # an item that begins with a list has its number on a line of its own
        if child.tag in ("ol", "ul"):
            self._list(child, rest)
        elif child.tag == "table":
            put_table(self.container, child, fill=self._cell, in_cell=self.cell)
        elif child.tag in HEADINGS and not self.cell:
            self.put_inside(child, replace(rest, style=HEADINGS[child.tag]), rest)
        elif child.tag == "blockquote":
            quoted = rest if self.cell else replace(rest, style=QUOTE)
            self.put_inside(child, quoted, quoted)
        else:
            self.put_inside(child, place, rest)
        return rest

    def _list(self, element: Any, place: Place) -> None:
        numbered = element.tag == "ol"
        first, rest = self._numbered(element, place) if numbered else self._bulleted(place)
        for item in element:
            named = paragraph_bookmark(item.get("id")) if item.get("id") else ""
            self.put_inside(item, replace(first, bookmark=named), rest)

    def _numbered(self, element: Any, place: Place) -> tuple[Place, Place]:
        """How the items of a numbered list stand: clauses 4.1, (a), (i); elsewhere 1, 2, 3."""
        depth = min(place.depth + 1, DEEPEST)
        if self.cell or place.bullets:
            left = (0 if self.cell else FIRST) + STEP * (depth + place.bullets)
            style = place.style if self.cell else CLAUSE_CONTINUED
            rest = replace(place, style=style, number=None, left=left, depth=depth)
            return replace(rest, number=(self.lists.plain(), min(depth - 1, 2))), rest
        style = CLAUSES[min(depth, len(CLAUSES)) - 1]
        rest = Place(CLAUSE_CONTINUED, left=where(depth), depth=depth)
        number = (self.lists.lettered_again(), min(depth, len(CLAUSES))) if _begins_again(element, depth) else None
        return Place(style, number=number, depth=depth), rest

    def _bulleted(self, place: Place) -> tuple[Place, Place]:
        level = min(place.bullets + place.depth, DEEPEST)
        left = STEP * (level + 1) + (0 if self.cell else FIRST)
        rest = Place(
            place.style if self.cell else CLAUSE_CONTINUED, left=left, depth=place.depth, bullets=place.bullets + 1
        )
        return replace(rest, number=(self.lists.bullets, level)), rest

    def _paragraph(self, nodes: list[Node], place: Place) -> bool:
        """Write a paragraph of these words, if they say anything."""
        if says_nothing(nodes):
            return False
        paragraph = self._add(place)
        put_words(paragraph, nodes)
        self._find(paragraph, place)
        return True

    def _find(self, paragraph: Paragraph, place: Place) -> None:
        """Let links find a paragraph that they lead to."""
        if place.bookmark:
            put_bookmark(paragraph, place.bookmark, next(self.lists.bookmarks))

    def _cell(self, cell: Any, element: Any) -> None:
        """Fill a cell of a table."""
        place = Place(TABLE_TEXT)
        ClauseWriter(cell, self.lists, cell=True).put_inside(element, place, place)
        if len(cell.paragraphs) > 1 and not cell.paragraphs[0].text and cell._tc[-1].tag == qn("w:p"):
            cell._tc.remove(cell.paragraphs[0]._p)  # the empty paragraph that every new cell has

    def _add(self, place: Place) -> Paragraph:
        paragraph: Paragraph = self.container.add_paragraph()
        put_style(paragraph, place.style)
        if place.number:
            put_number(paragraph._p.get_or_add_pPr(), *place.number)
        if place.left is not None:
            paragraph.paragraph_format.left_indent = Twips(place.left)
            if place.number:
                paragraph.paragraph_format.first_line_indent = Twips(-STEP)
        if self.inherited:
            tint(paragraph)
        return paragraph


def _begins_again(element: Any, depth: int) -> bool:
    """Whether a list under a paragraph is its second: Word would go on counting from the first."""
    return depth > 1 and any(before.tag == "ol" for before in element.itersiblings(preceding=True))
