"""Reading a table that somebody sends or pastes: CSV, text copied from a spreadsheet, or an Excel workbook.

Everything comes out as text, as it stands in its cell; nothing is reckoned. Bounded: `MOST_BYTES` sent, `MOST_ROWS`
rows, `MOST_COLUMNS` columns, `MOST_CELL` characters a cell; what would unfold beyond `MOST_UNFOLDED` is refused.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import load_workbook

from portal.file_kinds import FileKind, NotTaken, kind_of
from portal.formulas import without_guard

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 500
MOST_COLUMNS = 100
MOST_CELL = 20_000
MOST_UNFOLDED = 30 * 1024 * 1024
SEPARATORS = ("\t", ",", ";", "|")


class NotATable(Exception):
    """What was sent cannot be read as a table; `str()` is a whole sentence."""


@dataclass(frozen=True)
class Line:
    """One row of a table: its number in the file, counting from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


def read_file(content: bytes) -> list[Line]:
    """The rows of a file, told by its content: an Excel workbook (its first sheet), or else text. Raises NotATable."""
    if len(content) > MOST_BYTES:
        raise NotATable("This file is larger than 2 MB. Split it, with the same headings in each part.")
    if not content.startswith(b"PK"):
        return read_text(_decoded(content))
    try:
        kind = kind_of(content)
    except NotTaken as refused:
        raise NotATable(f"This file {refused}") from None
    if kind is not FileKind.XLSX:
        raise NotATable("This is not an Excel workbook. Save the table as CSV or .xlsx, and choose that.")
    return _bounded(_workbook(content))


def read_text(text: str) -> list[Line]:
    """The rows of CSV, or of cells copied from a spreadsheet. Raises NotATable."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\0", ""), newline=""), delimiter=separator)
    try:
        return _bounded(reader)
    except csv.Error as problem:
        raise NotATable(f"This cannot be read as a table near line {reader.line_num}: {problem}.") from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content or content.startswith((b"%PDF-", b"\xd0\xcf\x11\xe0")):
        raise NotATable("This is neither text nor an Excel workbook. Save the table as CSV or .xlsx, and choose that.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _workbook(content: bytes) -> Iterator[Sequence[object]]:
    """The rows of the first sheet. A formula is read as its text; nothing outside the file is opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNFOLDED:
            raise NotATable("This workbook unfolds to far more than a table. Save the sheet as CSV instead.")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        yield from sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True)
    except NotATable:
        raise
    except Exception as problem:  # openpyxl raises whatever its parsers do on a damaged or hostile file
        raise NotATable("This workbook is damaged. Open it, save it again, or save the sheet as CSV.") from problem


def _bounded(rows: Iterable[Sequence[object]]) -> list[Line]:
    found: list[Line] = []
    for number, row in enumerate(rows, start=1):
        if len(row) > MOST_COLUMNS:
            raise NotATable(f"Row {number} has more than {MOST_COLUMNS} columns. Take out those that are not needed.")
        cells = tuple(without_guard(_text(cell)) for cell in row)
        long = next((at for at, cell in enumerate(cells, 1) if len(cell) > MOST_CELL), None)
        if long is not None:
            raise NotATable(f"Row {number}, column {long} is too long. Look for a quotation mark that is never closed.")
        if any(cells):
            found.append(Line(number, cells))
        if len(found) > MOST_ROWS + 1:
            raise NotATable(f"There are more than {MOST_ROWS} rows. Split them, with the same headings in each part.")
    return found


def _text(cell: object) -> str:
    """A cell as text: whole numbers without a point, days as 2027-03-03, yes and no for true and false."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
