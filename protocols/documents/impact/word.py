"""A Word file put together from headings, paragraphs and tables, with real styles. Plain functions over python-docx.

Whatever is put in is text: it can be neither markup nor a field. Characters that XML cannot hold are left out.
"""

import io
import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import datetime

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Cm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from protocols.documents.impact.styling import (
    AFTER_TABLE,
    DRAFT_TABLE,
    TABLE_TEXT,
    TINT,
    TO_COMPLETE,
    number_pages,
    put_style,
    shading,
    style,
)  # fmt: skip

UNHOLDABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TO_WRITE_IN = Cm(0.95)
"""The least height of a row with an empty cell: room for a hand on paper."""


class WordFile:
    """A Word file being written, from top to bottom."""

    def __init__(self, *, title: str, subject: str, author: str, made_at: datetime, mark: str) -> None:
        self.document = Document()
        properties = self.document.core_properties
        properties.title, properties.subject, properties.author = clean(title), clean(subject), clean(author)
        properties.comments, properties.last_modified_by, properties.language = clean(mark), "", "en-GB"
        properties.created = properties.modified = made_at.replace(tzinfo=None)
        style(self.document)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.header.paragraphs[0].text = clean(mark)
        number_pages(section.footer.paragraphs[0], clean(subject))

    def title(self, text: str) -> None:
        """The title of the whole."""
        self.styled(clean(text), "Title")

    def heading(self, text: str, level: int = 1) -> None:
        """A heading that Word's outline and contents know."""
        self.styled(clean(text), f"Heading {level}")

    def paragraph(self, text: str) -> None:
        """A paragraph, or several where the text has blank lines or line breaks."""
        for line in clean(text).splitlines():
            if line.strip():
                self.document.add_paragraph(line.strip())

    def styled(self, text: str, name: str) -> Paragraph:
        """A paragraph of a style, by its name."""
        paragraph = self.document.add_paragraph(text)
        put_style(paragraph, name)
        return paragraph

    def lead(self, text: str) -> None:
        """A paragraph that a list or a table follows on the same page."""
        self.document.add_paragraph(clean(text)).paragraph_format.keep_with_next = True

    def bullets(self, lines: Iterable[str]) -> None:
        """A bulleted list."""
        for line in lines:
            self.styled(clean(line), "List Bullet")

    def blank(self, prompt: str) -> None:
        """A place that a person has to fill, marked by a style and in words."""
        self.styled(f"[{TO_COMPLETE}: {clean(prompt)}]", TO_COMPLETE)

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], *, about: str,
        together: bool = False,
    ) -> None:  # fmt: skip
        """A table whose head is repeated on each page; widths are in centimetres. An empty cell is to be filled.

        `about` names it for people who do not see it. One kept `together` is not broken over two pages.
        """
        table, bare = self._table(widths, about)
        _fill(table, bare, head, is_head=True)
        for row in rows:
            _fill(table, bare, row)
        _keep_with_next(table.rows[:-1] if together else table.rows[:1])
        self.styled("", AFTER_TABLE)

    def pairs(self, rows: Iterable[tuple[str, str]], *, about: str, key_width: float = 4.5) -> None:
        """A table of names and what belongs to them, kept on one page."""
        widths = (key_width, 17 - key_width)
        table, bare = self._table(widths, about)
        for name, value in rows:
            _head(_fill(table, bare, (name, value))[0])
        _keep_with_next(table.rows[:-1])
        self.styled("", AFTER_TABLE)

    def picture(
        self, head: Sequence[str], rows: Iterable[tuple[str, Sequence[tuple[str, str]]]], widths: Sequence[float], *,
        about: str,
    ) -> None:  # fmt: skip
        """A coloured grid: each row has a name, and cells of text and the colour behind it. Kept on one page."""
        table, bare = self._table(widths, about)
        _fill(table, bare, head, is_head=True)
        for name, cells in rows:
            first, *others = _fill(table, bare, (name, *(text for text, _ in cells)))
            _head(first)
            for cell, (_, colour) in zip(others, cells, strict=True):
                cell._tc.get_or_add_tcPr().append(shading(colour))
        _keep_with_next(table.rows[:-1])
        self.styled("", AFTER_TABLE)

    def image(self, content: bytes, *, width: float, name: str, says: str) -> None:
        """A picture, so many centimetres wide; `says` tells those who do not see it what it shows."""
        shape = self.document.add_picture(io.BytesIO(content), width=Cm(width))
        told = shape._inline.docPr
        told.set("name", clean(name))
        told.set("descr", clean(says))

    def content(self) -> bytes:
        """The file."""
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    def _table(self, widths: Sequence[float], about: str) -> tuple[Table, CT_Row]:
        """A table without rows, and one of its rows to be copied: making each anew takes twice as long."""
        table: Table = self.document.add_table(rows=0, cols=len(widths))
        table.style = self.document.styles[DRAFT_TABLE]
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), clean(about))
        table._tbl.tblPr.append(caption)
        return table, _bare_row(table, widths)


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return UNHOLDABLE.sub("", text)


def _bare_row(table: Table, widths: Sequence[float]) -> CT_Row:
    """A row of empty cells, which stays on one page; taken out of the table again."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Cm(width)
        put_style(cell.paragraphs[0], TABLE_TEXT)
    bare: CT_Row = row._tr
    table._tbl.remove(bare)
    return bare


def _fill(table: Table, bare: CT_Row, texts: Sequence[str], *, is_head: bool = False) -> tuple[_Cell, ...]:
    row = _Row(deepcopy(bare), table)
    table._tbl.append(row._tr)
    if is_head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if not all(texts):
        row.height = TO_WRITE_IN
    cells: tuple[_Cell, ...] = row.cells
    for cell, text in zip(cells, texts, strict=True):
        lines = [line for line in clean(text).splitlines() if line.strip()] or [""]
        cell.paragraphs[0].add_run(lines[0])
        for line in lines[1:]:
            put_style(cell.add_paragraph(line), TABLE_TEXT)
        if is_head:
            _head(cell)
    return cells


def _head(cell: _Cell) -> None:
    """A cell that names a row or a column."""
    cell._tc.get_or_add_tcPr().append(shading(TINT))
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            run.bold = True


def _keep_with_next(rows: Iterable[_Row]) -> None:
    """Rows that a page break does not part from the next."""
    for row in rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
