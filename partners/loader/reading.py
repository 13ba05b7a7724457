"""A register as a file: its encoding, its separator, its columns, its cells. Plain Python."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partners.errors import Unreadable

Cells = dict[str, str]
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Table:
    """A file that was read: its column names as they stand, and its rows with their line numbers."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Cells], ...]


def read_table(path: Path) -> Table:
    """Read a TSV or CSV file. Raises Unreadable, in one sentence, for what is not one."""
    if not path.is_file():
        raise Unreadable(f"There is no file at {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{path.name} is larger than 20 MB: that is more than any register of organisations.")
    text = _decoded(path.name, path.read_bytes())
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    try:
        columns = tuple(cell.strip().lower() for cell in next(reader, []))
        rows = tuple(_rows(reader, columns))
    except csv.Error as problem:
        raise Unreadable(f"{path.name} cannot be read as a table near line {reader.line_num}: {problem}.") from None
    if not any(columns):
        raise Unreadable(f"{path.name} is empty: its first line must name the columns.")
    return Table(name=path.name, columns=columns, rows=rows)


def _decoded(name: str, raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows' Western encoding."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw:
        raise Unreadable(f"{name} is not a text file. Save it as CSV or as tab-separated text.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _rows(reader: Iterator[list[str]], columns: tuple[str, ...]) -> Iterator[tuple[int, Cells]]:
    line = 1
    for cells in reader:
        line = getattr(reader, "line_num", line + 1)
        tidy = [" ".join(cell.split()) for cell in cells]
        if any(tidy):
            padded = tidy + [""] * (len(columns) - len(tidy))
            yield line, dict(zip(columns, padded, strict=False))
