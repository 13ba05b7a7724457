"""Tables of a clause, with cells that stretch over columns and rows, and heads that are repeated on each page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Cm, Length

from protocols.documents.impact.styling import AFTER_TABLE, DRAFT_TABLE, TINT, WIDE, put_style, shading
from protocols.documents.word.words import put_words

INSIDE: Length = Cm(8)
"""How wide a table in a cell is."""
WIDEST = 60
"""The most columns that a page can show, and that Word takes."""


@dataclass(frozen=True)
class Spread:
    """A cell and the places that it takes: rows and columns from the first to before the last."""

    element: Any
    row: int
    column: int
    rows: int
    columns: int


def put_table(container: Any, element: Any, *, fill: Callable[[Any, Any], None], in_cell: bool) -> None:
    """Write a table in a document or in a cell; `fill` writes what an element holds into a cell."""
    rows = list(element.iter("tr"))
    spreads = list(_spreads(rows))
    for caption in element.iter("caption"):
        put_words(container.add_paragraph(style="Caption"), [caption.text or "", *caption])
    if not spreads:
        return
    width = max(spread.column + spread.columns for spread in spreads)
    table = container.add_table(len(rows), width)
    table.style = DRAFT_TABLE
    for column in table.columns:
        column.width = (INSIDE if in_cell else WIDE) // width
    for spread in spreads:
        _put(table, spread, fill)
    heads = sum(1 for row in rows if row.getparent().tag == "thead" or all(one.tag == "th" for one in row))
    for row in table.rows[: heads if heads < len(rows) else 0]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    put_style(container.add_paragraph(), AFTER_TABLE)


def _put(table: Any, spread: Spread, fill: Callable[[Any, Any], None]) -> None:
    cell = table.cell(spread.row, spread.column)
    if spread.rows > 1 or spread.columns > 1:
        cell = cell.merge(table.cell(spread.row + spread.rows - 1, spread.column + spread.columns - 1))
    fill(cell, spread.element)
    if spread.element.tag == "th":
        cell._tc.get_or_add_tcPr().append(shading(TINT))
        for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
            run.bold = True


def _spreads(rows: list[Any]) -> Iterator[Spread]:
    """Every cell with the places that it takes, as a browser would lay them out."""
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(rows):
        column = 0
        for cell in element:
            while (row, column) in taken:
                column += 1
            columns = min(_number(cell.get("colspan")), max(WIDEST - column, 1))
            tall = min(_number(cell.get("rowspan")), len(rows) - row)
            while columns > 1 and any((row, column + more) in taken for more in range(columns)):
                columns -= 1
            if column < WIDEST:
                taken |= {(row + down, column + across) for down in range(tall) for across in range(columns)}
                yield Spread(cell, row, column, tall, columns)
            column += columns


def _number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and 0 < int(value[:4]) < 1000 else 1
