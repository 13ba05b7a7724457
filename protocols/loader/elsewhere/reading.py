"""A file as a sheet: its encoding, its separator, its headings wherever they stand, and every cell as it is."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from portal.formulas import without_guard
from protocols.errors import Invalid
from protocols.loader.elsewhere.columns import BY_KEY, NAME, REFERENCE, column_of

MOST_BYTES = 5 * 1024 * 1024
MOST_CELL = 100_000  # characters; no register says more in one cell
HEADINGS_WITHIN = 10  # lines: above them stand titles and notes
ENOUGH = 4  # known headings make a line the line of headings
SEPARATORS = (",", "\t", ";", "|")
BEYOND = "(beyond the last column)"
Cells = dict[str, str]


@dataclass(frozen=True)
class RawRow:
    """A row as it stands: the line on which it begins, its cells by column and by heading, and how many it has."""

    line: int
    cells: Cells
    pairs: tuple[tuple[str, str], ...]
    width: int


@dataclass(frozen=True)
class Sheet:
    """A file that was read: its columns (known by key, others by heading), what is missing, and its rows."""

    name: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...]

    @property
    def missing(self) -> list[str]:
        """The known columns that the file lacks."""
        return [key for key in BY_KEY if key not in self.columns]

    @property
    def unknown(self) -> list[str]:
        """The columns that are none of the eighteen: kept with each row, and not read."""
        return [column for column in self.columns if column not in BY_KEY]


def read_sheet(name: str, raw: bytes, *, most: int = MOST_BYTES) -> Sheet:
    """Read a file. Raises Invalid, in one sentence, for what is no register of agreements."""
    if len(raw) > most:
        size = most // 1024**2
        raise _invalid(f"{name} is larger than {size} MB. Split it into smaller files with the same headings.")
    text = _decoded(name, raw)
    lines = list(_lines(name, text))
    found = _headings(lines)
    if found is None:
        wanted = ", ".join(list(BY_KEY)[:4])
        raise _invalid(
            f"{name} has no line of headings that the portal knows. Its columns are named as in the register under "
            f"the Digital Economy Act: {wanted} and so on."
        )
    at, columns = found
    if NAME not in columns and REFERENCE not in columns:
        raise _invalid(f"{name} has neither the column “{NAME}” nor “{REFERENCE}”: its rows could not be told apart.")
    headings = tuple(lines[at][1])
    rows = tuple(_row(line, cells, columns, headings) for line, cells in lines[at + 1 :] if any(map(str.strip, cells)))
    return Sheet(name=name, headings=headings, columns=columns, rows=rows)


def _decoded(name: str, raw: bytes) -> str:
    """The text, in UTF-8, UTF-16 with its mark, or Windows' Western encoding."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw or raw.startswith(b"%PDF-"):
        raise _invalid(f"{name} is not a text file. Save the sheet as CSV, then choose that file.")
    if not raw.strip():
        raise _invalid(f"{name} is empty: its first line must name the columns.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _lines(name: str, text: str) -> Sequence[tuple[int, list[str]]]:
    """The lines of the table, each with the number of the line on which it begins."""
    head = text[:20_000].splitlines()[:HEADINGS_WITHIN]
    separator = max(SEPARATORS, key=lambda mark: max((_known(line.split(mark)) for line in head), default=0))
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    found, begins = [], 1
    try:
        for cells in reader:
            long = next((at for at, cell in enumerate(cells, 1) if len(cell) > MOST_CELL), None)
            if long is not None:
                raise _invalid(
                    f"{name}, line {begins}: cell {long} is longer than any register's. Look for a quotation mark that "
                    "is never closed."
                )
            found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as problem:
        raise _invalid(f"{name} cannot be read as a table near line {reader.line_num}: {problem}.") from None
    return found


def _headings(lines: Sequence[tuple[int, list[str]]]) -> tuple[int, tuple[str, ...]] | None:
    """Where the headings stand, and the columns that they name; the line with most known names counts."""
    best, most = None, ENOUGH - 1
    for at, (_, cells) in enumerate(lines[:HEADINGS_WITHIN]):
        if _known(cells) > most:
            best, most = at, _known(cells)
    return None if best is None else (best, _columns(lines[best][1]))


def _known(cells: Sequence[str]) -> int:
    return len({column_of(cell) for cell in cells} - {""})


def _columns(headings: Sequence[str]) -> tuple[str, ...]:
    """A name for each column that no other has: the key of a known one, or its heading."""
    named: list[str] = []
    for number, heading in enumerate(headings, 1):
        key = column_of(heading) or " ".join(heading.split()) or f"(column {number})"
        named.append(key if key not in named else f"{' '.join(heading.split())} (column {number})")
    return tuple(named)


def _row(line: int, cells: Sequence[str], columns: Sequence[str], headings: Sequence[str]) -> RawRow:
    given = [without_guard(cell.replace("\r\n", "\n").replace("\r", "\n")) for cell in cells]
    kept = {column: cell for column, cell in zip(columns, given, strict=False) if cell}
    beyond = [cell for cell in given[len(columns) :] if cell.strip()]
    if beyond:
        kept[BEYOND] = " | ".join(beyond)
    as_given = {column: heading for column, heading in zip(columns, headings, strict=True) if column in BY_KEY}
    pairs = tuple((as_given.get(column, column), cell) for column, cell in kept.items())
    return RawRow(line=line, cells=kept, pairs=pairs, width=len(given))


def _invalid(sentence: str) -> Invalid:
    return Invalid(sentence, "file")
