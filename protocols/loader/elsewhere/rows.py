"""One row as an agreement: what each of its cells says, and what is doubtful."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from protocols.loader.elsewhere import columns as c
from protocols.loader.elsewhere.bodies import Mention, entries_in, names_in
from protocols.loader.elsewhere.days import day_of, span_of
from protocols.loader.elsewhere.powers import power_of
from protocols.loader.elsewhere.reading import BEYOND, Cells, RawRow, Sheet

MOST_TITLE = 300
MOST_REFERENCE = 100
CONTROLLER, PROCESSOR = "controller", "processor"


@dataclass(frozen=True)
class Doubt:
    """What is doubtful about a row, by column; an empty column means the row itself."""

    column: str
    why: str

    def __str__(self) -> str:
        return f"{self.column}: {self.why}." if self.column else f"{self.why}."

    @property
    def label(self) -> str:
        """The column in plain words."""
        return c.label_of(self.column)


@dataclass(frozen=True)
class Named:
    """A body that a row names: in which column, and as controller or processor."""

    part: str
    column: str
    mention: Mention


@dataclass(frozen=True)
class Row:
    """A row that was read. `pairs` is the row as it stands; `fingerprint` tells whether it has changed since."""

    line: int
    reference: str
    title: str
    cells: Cells
    pairs: tuple[tuple[str, str], ...]
    bodies: tuple[Named, ...]
    gateway: str
    starts_on: date | None
    ends_on: date | None
    review_on: date | None
    doubts: tuple[Doubt, ...]
    fingerprint: str


def read_rows(sheet: Sheet) -> Iterator[Row]:
    """The rows of a sheet, in order."""
    width = len(sheet.columns)
    for raw in sheet.rows:
        yield _read(raw, width)


def read_row(cells: Cells) -> Row:
    """One row that was entered by hand, in known columns; it stands on no line."""
    given = {key: cell for key in c.BY_KEY if (cell := cells.get(key, "").replace("\r\n", "\n").strip())}
    return _read(RawRow(line=0, cells=given, pairs=tuple(given.items()), width=len(c.BY_KEY)), len(c.BY_KEY))


def fingerprint_of(cells: Cells) -> str:
    """The hash of what a row says, in whichever order its columns stand."""
    said = json.dumps(cells, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _read(raw: RawRow, width: int) -> Row:
    cells = raw.cells
    reference = _line(cells.get(c.REFERENCE, ""))[:MOST_REFERENCE]
    gateway, power_doubt = power_of(cells.get(c.POWER, ""), _told(cells, c.PURPOSE, c.NAME))
    starts, ends, review, dated = _days(cells)
    bodies = tuple(_bodies(cells))
    doubts = [*_shape(raw, width), *_naming(cells, reference)]
    doubts += [Doubt(c.POWER, power_doubt)] if power_doubt else []
    doubts += [*_paired(cells, bodies), *dated]
    _, span_doubt = span_of(cells.get(c.RETENTION, ""))
    doubts += [Doubt(c.RETENTION, span_doubt)] if span_doubt else []
    return Row(
        line=raw.line, reference=reference, title=_title(cells, reference), cells=cells, pairs=raw.pairs,
        bodies=bodies, gateway=gateway, starts_on=starts, ends_on=ends, review_on=review, doubts=tuple(doubts),
        fingerprint=fingerprint_of(cells),
    )  # fmt: skip


def _title(cells: Cells, reference: str) -> str:
    fallback = f"Agreement {reference}" if reference else "Agreement without a name"
    return (_line(cells.get(c.NAME, "")) or fallback)[:MOST_TITLE]


def _shape(raw: RawRow, width: int) -> Iterator[Doubt]:
    if BEYOND in raw.cells:
        yield Doubt(
            "", f"It has {raw.width} cells, and there are {width} columns: its text may have slipped to the right"
        )
    elif raw.width < width:
        yield Doubt("", f"It has only {raw.width} cells, and there are {width} columns: the rest is taken as blank")


def _naming(cells: Cells, reference: str) -> Iterator[Doubt]:
    if not reference:
        yield Doubt(c.REFERENCE, "It has no number: if the row changes later, it is taken for another agreement")
    if not _line(cells.get(c.NAME, "")):
        yield Doubt(c.NAME, "It has no name")


def _bodies(cells: Cells) -> Iterator[Named]:
    for part, listed, named in (
        (CONTROLLER, c.CONTROLLERS, c.CONTROLLER_NAMES),
        (PROCESSOR, c.PROCESSORS, c.PROCESSOR_NAMES),
    ):
        seen = set()
        for column, read in ((listed, entries_in), (named, names_in)):
            for mention in read(cells.get(column, "")):
                if mention.key not in seen:
                    seen.add(mention.key)
                    yield Named(part, column, mention)


def _paired(cells: Cells, bodies: tuple[Named, ...]) -> Iterator[Doubt]:
    """Lists that stand side by side, and bodies that are missing."""
    if not any(body.part == CONTROLLER for body in bodies):
        yield Doubt(c.CONTROLLERS, "No controller is given")
    for listed, named in ((c.CONTROLLERS, c.CONTROLLER_NAMES), (c.PROCESSORS, c.PROCESSOR_NAMES)):
        codes = [body for body in bodies if body.column == listed and body.mention.entry]
        names = [body for body in bodies if body.column == named]
        if codes and names:
            counts = f"{_count(len(codes), 'entry', 'entries')} and {_count(len(names), 'name', 'names')}"
            yield Doubt(named, f"{counts} may mean the same bodies: none is paired with another")


def _days(cells: Cells) -> tuple[date | None, date | None, date | None, list[Doubt]]:
    doubts, found = [], {}
    for column in (c.START, c.END, c.REVIEW):
        found[column], doubt = day_of(cells.get(column, ""))
        if doubt:
            doubts.append(Doubt(column, doubt))
    starts, ends, review = found[c.START], found[c.END], found[c.REVIEW]
    if starts and ends and ends < starts:
        doubts.append(Doubt(c.END, "The end is before the start"))
    if review and ends and review > ends:
        doubts.append(Doubt(c.REVIEW, "The review is after the end"))
    if review and starts and review < starts:
        doubts.append(Doubt(c.REVIEW, "The review is before the start"))
    if not cells.get(c.REVIEW, "").strip():
        doubts.append(Doubt(c.REVIEW, "No review date is given: set one"))
    return starts, ends, review, doubts


def _told(cells: Cells, *names: str) -> str:
    return " ".join(cells.get(name, "") for name in names)


def _line(cell: str) -> str:
    return " ".join(cell.split())


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
