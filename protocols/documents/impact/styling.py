"""The look of the Word file: one sans face, ink on white, headings in the brand's colour, thin rules round tables.

Word opens a file without repair only where the parts of a style stand in the order of its schema: each is put there.
"""

from typing import Any
from weakref import WeakKeyDictionary

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph

_STYLE_IDS: WeakKeyDictionary[Any, dict[str, str | None]] = WeakKeyDictionary()  # of each file being written
INK, BRAND, SOFT = RGBColor(0x1B, 0x23, 0x26), RGBColor(0x0B, 0x4F, 0x55), RGBColor(0x4A, 0x55, 0x58)
TINT, WAITING, RULE = "E6EFEE", "FDF1D8", "A9B4B2"
WIDE: Length = Cm(17)
TO_COMPLETE, TABLE_TEXT, AFTER_TABLE, DRAFT_TABLE = "To complete", "Table text", "After table", "Draft table"
EDGES = ("top", "left", "bottom", "right")
HEADINGS = (("Title", 24, 0, 10), ("Heading 1", 16, 22, 6), ("Heading 2", 13, 14, 5), ("Heading 3", 11.5, 12, 4))
"""Style, size, and the space before and after, in points."""


def style(document: Any) -> None:
    """Give the document its styles, and three kinds of paragraph and one of table that are its own."""
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    _face(styles["Normal"], 10.5, INK)
    styles["Normal"].paragraph_format.space_after = Pt(7)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for name, size, before, after in HEADINGS:
        _face(styles[name], size, BRAND)
        styles[name].paragraph_format.space_before, styles[name].paragraph_format.space_after = Pt(before), Pt(after)
    styles["Title"].font.bold = True
    for edge in styles["Title"].element.iter(qn("w:pBdr")):
        edge.getparent().remove(edge)
    for name in ("Header", "Footer"):
        _face(styles[name], 9, SOFT)
        _tab_at_the_right(styles[name])
    _add_paragraph_styles(styles)
    _add_table_style(styles)


def _face(one: Any, size: float, colour: RGBColor) -> None:
    one.font.name, one.font.size, one.font.color.rgb = "Arial", Pt(size), colour
    fonts = one.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)


def _tab_at_the_right(one: Any) -> None:
    stops = one.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(WIDE, 2)  # 2: aligned to the right


def _add_paragraph_styles(styles: Any) -> None:
    cell = styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = styles["Normal"], Pt(9.5)
    cell.paragraph_format.space_after, cell.paragraph_format.line_spacing = Pt(1), 1.05
    after = styles.add_style(AFTER_TABLE, WD_STYLE_TYPE.PARAGRAPH)
    after.base_style, after.font.size = styles["Normal"], Pt(4)
    after.paragraph_format.space_after = Pt(4)
    blank = styles.add_style(TO_COMPLETE, WD_STYLE_TYPE.PARAGRAPH)
    blank.base_style, blank.font.italic = styles["Normal"], True
    blank.paragraph_format.keep_together = True
    properties = blank.element.get_or_add_pPr()
    properties.insert_element_before(shading(WAITING), "w:tabs", "w:spacing", "w:ind")


def _add_table_style(styles: Any) -> None:
    """Thin rules, room round the words, and edges that stand in line with the text above."""
    rules = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
                    for edge in (*EDGES, "insideH", "insideV"))  # fmt: skip
    room = "".join(f'<w:{edge} w:w="{60 if edge in ("top", "bottom") else 100}" w:type="dxa"/>' for edge in EDGES)
    table = styles.add_style(DRAFT_TABLE, WD_STYLE_TYPE.TABLE)
    table.element.append(
        parse_xml(
            f'<w:tblPr {nsdecls("w")}><w:tblInd w:w="100" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
            f"<w:tblCellMar>{room}</w:tblCellMar></w:tblPr>"
        )
    )


def put_style(paragraph: Paragraph, name: str) -> None:
    """Give a paragraph a style by name. Setting `paragraph.style` would search all styles, each time."""
    known = _STYLE_IDS.setdefault(paragraph.part, {})
    if name not in known:
        known[name] = paragraph.part.get_style_id(name, WD_STYLE_TYPE.PARAGRAPH)
    paragraph._p.style = known[name]


def shading(fill: str) -> Any:
    """A background colour, for a cell or a style."""
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        element.set(qn(f"w:{name}"), value)
    return element


def number_pages(paragraph: Paragraph, label: str) -> None:
    """A footer: the label at the left, "Page 2 of 9" at the right. Word counts the pages each time it draws them."""
    paragraph.add_run(f"{label}\tPage ")
    for name, between in (("PAGE", " of "), ("NUMPAGES", "")):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
        paragraph._p.append(field)
        if between:
            paragraph.add_run(between)
