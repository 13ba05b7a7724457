"""A Word file put together from headings, paragraphs and tables, with real styles. Plain functions over python-docx.

Whatever is put in is text: it can be neither markup nor a field. Characters that XML cannot hold are left out.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

UNHOLDABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INK, BRAND, TINT, WAITING = RGBColor(0x1B, 0x23, 0x26), RGBColor(0x0B, 0x4F, 0x55), "E6EFEE", "FDF1D8"
WIDE = Cm(17)
TO_COMPLETE, TABLE_TEXT = "To complete", "Table text"


class WordFile:
    """A Word file being written, from top to bottom."""

    def __init__(self, *, title: str, subject: str, author: str, made_at: datetime, mark: str) -> None:
        self.document = Document()
        properties = self.document.core_properties
        properties.title, properties.subject, properties.author = clean(title), clean(subject), clean(author)
        properties.comments, properties.last_modified_by, properties.language = clean(mark), "", "en-GB"
        properties.created = properties.modified = made_at.replace(tzinfo=None)
        _style(self.document)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.header.paragraphs[0].text = clean(mark)
        _page_number(section.footer.paragraphs[0], clean(subject))

    def title(self, text: str) -> None:
        """The title of the whole."""
        self.document.add_heading(clean(text), 0)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading that Word's outline and contents know."""
        self.document.add_heading(clean(text), level)

    def paragraph(self, text: str) -> None:
        """A paragraph, or several where the text has blank lines or line breaks."""
        for line in clean(text).splitlines():
            if line.strip():
                self.document.add_paragraph(line.strip())

    def bullets(self, lines: Iterable[str]) -> None:
        """A bulleted list."""
        for line in lines:
            self.document.add_paragraph(clean(line), style="List Bullet")

    def blank(self, prompt: str) -> None:
        """A place that a person has to fill, marked by a style and in words."""
        self.document.add_paragraph(f"[{TO_COMPLETE}: {clean(prompt)}]", style=TO_COMPLETE)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A table whose head is repeated on each page; widths are in centimetres. An empty cell is to be filled."""
        table = self._table(len(head), widths)
        _fill(table, head, widths, is_head=True)
        for row in rows:
            _fill(table, row, widths)
        self.document.add_paragraph()

    def pairs(self, rows: Iterable[tuple[str, str]], *, key_width: float = 4.5) -> None:
        """A table of names and what belongs to them."""
        widths = (key_width, 17 - key_width)
        table = self._table(2, widths)
        for name, value in rows:
            cells = _fill(table, (name, value), widths)
            _shade(cells[0], TINT)
            cells[0].paragraphs[0].runs[0].bold = True
        self.document.add_paragraph()

    def content(self) -> bytes:
        """The file."""
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def _table(self, columns: int, widths: Sequence[float]) -> Table:
        table: Table = self.document.add_table(rows=0, cols=columns)
        table.style = self.document.styles["Table Grid"]
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return UNHOLDABLE.sub("", text)


def _fill(table: Table, texts: Sequence[str], widths: Sequence[float], *, is_head: bool = False) -> tuple[_Cell, ...]:
    row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    cells: tuple[_Cell, ...] = row.cells
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = Cm(width)
        lines = [line for line in clean(text).splitlines() if line.strip()] or [""]
        cell.paragraphs[0].add_run(lines[0]).bold = is_head or None
        for line in lines[1:]:
            cell.add_paragraph(line)
        for paragraph in cell.paragraphs:
            paragraph.style = TABLE_TEXT
        if is_head:
            _shade(cell, TINT)
    return cells


def _shade(cell: _Cell, fill: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _style(document: object) -> None:
    """The look: one sans face, ink on white, headings in the brand's colour, and two styles of our own."""
    styles = document.styles  # type: ignore[attr-defined]
    _speak_english(styles)
    for name, size in (("Normal", 10.5), ("Title", 24), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11.5)):
        style: ParagraphStyle = styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = INK if name == "Normal" else BRAND
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{script}"), None)
    small = styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = styles["Normal"], Pt(9.5)
    small.paragraph_format.space_after = Pt(2)
    blank = styles.add_style(TO_COMPLETE, WD_STYLE_TYPE.PARAGRAPH)
    blank.base_style, blank.font.italic = styles["Normal"], True
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", WAITING)):
        shading.set(qn(f"w:{name}"), value)
    blank.element.get_or_add_pPr().append(shading)


def _speak_english(styles: object) -> None:
    for language in styles.element.iter(qn("w:lang")):  # type: ignore[attr-defined]
        language.set(qn("w:val"), "en-GB")


def _page_number(paragraph: Paragraph, label: str) -> None:
    paragraph.add_run(f"{label}, page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
