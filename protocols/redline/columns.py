"""Which columns of an old table are which of a new one, so that one that came or went is shown as a column."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from protocols.redline.aligning import Weighed, most_alike, same_kind

PLAIN = frozenset({"scope"})  # attributes of cells that leave the columns in their places

Cells = tuple[Weighed | None, Weighed | None]


@dataclass(frozen=True, slots=True)
class Columns:
    """How many columns each table has, and which pairs of them are the same column, in order."""

    old: int
    new: int
    pairs: list[tuple[int, int]]

    def cells(self, old: Weighed, new: Weighed) -> Iterator[Cells]:
        """The cells of two rows, by column."""
        low = start = 0
        for first, second in [*self.pairs, (self.old, self.new)]:
            yield from ((cell, None) for cell in old.inner[low:first])
            yield from ((None, cell) for cell in new.inner[start:second])
            if first < self.old:
                before, after = old.inner[first], new.inner[second]
                yield from [(before, after)] if same_kind(before, after) else [(before, None), (None, after)]
            low, start = first + 1, second + 1


def columns_of(old: Weighed, new: Weighed) -> Columns | None:
    """The columns of two tables where their number differs; None where cells span, or rows differ in length."""
    before, after = _grid(old), _grid(new)
    if not before or not after or len(before) == len(after):
        return None
    return Columns(len(before), len(after), most_alike(before, after, _alike))


def _grid(table: Weighed) -> list[Counter[str]]:
    """The words of each column; nothing where the table has no clear columns."""
    rows = list(_rows(table))
    widths = {len(row.inner) for row in rows}
    cells = [cell for row in rows for cell in row.inner]
    if len(widths) != 1 or any(name not in PLAIN for cell in cells for name, _ in cell.block.attributes):
        return []
    columns: list[Counter[str]] = [Counter() for _ in range(widths.pop())]
    for row in rows:
        for words, cell in zip(columns, row.inner, strict=True):
            words.update(cell.words)
    return columns


def _rows(block: Weighed) -> Iterator[Weighed]:
    """The rows of a table itself, not of a table in one of its cells."""
    for one in block.inner:
        if one.block.tag == "tr":
            yield one
        elif one.block.tag in ("thead", "tbody"):
            yield from _rows(one)


def _alike(old: Counter[str], new: Counter[str]) -> float:
    """The share of words that two columns have in common."""
    both = old.total() + new.total()
    return 2 * (old & new).total() / both if both else 0.5
