"""Word's own numbering, as the printed agreement has it: 4, 4.1, (a), (i); bullets; and lists that begin again.

The number of a clause belongs to its style, so that an editor who adds a paragraph of that style gets the next one.
"""

from itertools import count
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

CLAUSES = ("Numbered clause", "Lettered clause", "Roman clause", "Deeper clause")
"""The styles of the paragraphs 4.1, (a), (i), and below; the heading of a clause is Heading 1."""
STEP = 567
"""How far each level stands in, in twentieths of a point: one centimetre."""
FIRST = 794
"""Where the words of a clause's heading and of its numbered paragraphs begin."""
DEEPEST = 8
LEVELS = (("decimal", "%1"), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))
FIRST_BOOKMARK = 5000
"""The number of the first bookmark of a paragraph: the headings have those below."""
BULLETS = ("•", "–", "▪")


def where(level: int) -> int:
    """Where the words of a level of clauses begin, in twentieths of a point from the margin."""
    return FIRST + STEP * max(level - 1, 0)


class Lists:
    """The numbering of one document."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        self.bookmarks = count(FIRST_BOOKMARK)
        styles = document.styles
        linked = ["Heading 1", *CLAUSES]
        self.clauses = self._add([_clause(level, styles[name].style_id) for level, name in enumerate(linked)])
        for level, name in enumerate(linked):
            put_number(styles[name].element.get_or_add_pPr(), self.clauses, level)
        self.bullets = self._add([_bullet(level) for level in range(DEEPEST + 1)])

    def lettered_again(self) -> int:
        """A list of the clauses' levels that begins again, for a second list under one paragraph."""
        return self._add([_clause(level) for level in range(len(CLAUSES) + 1)])

    def plain(self) -> int:
        """A list numbered 1, 2, 3 that begins at 1, as in the cell of a table."""
        return self._add([_level(level, "decimal", f"%{level + 1}.", STEP * (level + 1)) for level in range(3)])

    def _add(self, levels: list[str]) -> int:
        """Add a list; returns its number. The kinds of list stand before all lists, or Word repairs the file."""
        kinds = self._root.findall(qn("w:abstractNum"))
        kind = max((int(one.get(qn("w:abstractNumId"))) for one in kinds), default=-1) + 1
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
            f"{''.join(levels)}</w:abstractNum>"
        )
        kinds[-1].addnext(abstract)
        number: int = self._root.add_num(kind).numId
        return number


def put_number(properties: Any, number: int, level: int) -> None:
    """Say in the properties of a paragraph or style that it is numbered, by which list and at which level."""
    for old in properties.findall(qn("w:numPr")):
        properties.remove(old)
    numbered = properties.get_or_add_numPr()
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        numbered.append(element)


def _clause(level: int, style: str = "") -> str:
    kind, text = LEVELS[level] if level < len(LEVELS) else ("lowerRoman", f"(%{level + 1})")
    hanging = FIRST if level < 2 else STEP
    return _level(level, kind, text, where(level), hanging=hanging, style=style)


def _bullet(level: int) -> str:
    return _level(level, "bullet", BULLETS[level % len(BULLETS)], FIRST + STEP * (level + 1))


def _level(level: int, kind: str, text: str, left: int, *, hanging: int = STEP, style: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{linked}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs>'
        f'<w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )
