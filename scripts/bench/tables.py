"""Numbers and tables, as they stand in docs/reference/benchmarks.md."""

import statistics
from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table, line by line."""
    return [_row(heads), "| " + " | ".join("---" for _ in heads) + " |", *(_row(row) for row in rows)]


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def marked(value: float, most: float, form: str) -> str:
    """A number, bold where it misses its target."""
    return f"**{value:{form}}**" if value > most else f"{value:{form}}"


def p50(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """What all but one in twenty stay under; of a single time, that time."""
    if len(times) == 1:
        return times[0]
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def in_words(database: str) -> str:
    """A database's name as it is written."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]
