"""The columns of a table that people send: by which names each is known, and the table under its row of headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.sheets import Line

YES_NO = {"Yes": "yes", "No": ""}
WORDS_FOR_YES = frozenset({"yes", "y", "true", "1", "x", "✓"})
WORDS_FOR_NO = frozenset({"", "no", "n", "false", "0", "-"})
ENOUGH = 3
"""How many known headings make a row the row of headings."""
SHOWN = 60
"""How much of a cell a sentence repeats, in letters."""


@dataclass(frozen=True)
class Column:
    """One column. `takes` is text, long, number, yes, party, parties, kinds, or choice (with `choices`: word to value).

    `also` are other headings it goes by; `width` is how wide its cells are on the page, in letters.
    """

    key: str
    heading: str
    takes: str = "text"
    also: tuple[str, ...] = ()
    choices: Mapping[str, str] | None = None
    width: int = 18


@dataclass(frozen=True)
class Table:
    """What was sent, as rows of cells by column; `unknown` are headings that name no column, which are not read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    unknown: tuple[str, ...]


def names_of(columns: Sequence[Column]) -> dict[str, str]:
    """The key of each column by every name that it goes by."""
    return {name.casefold(): column.key for column in columns for name in (column.heading, column.key, *column.also)}


def table_under(lines: Sequence[Line], names: Mapping[str, str]) -> Table | None:
    """The table under the first row of headings; None where there is no such row within the first ten."""
    for at, line in enumerate(lines[:10]):
        keys = [names.get(" ".join(cell.casefold().split())) for cell in line.cells]
        if len({key for key in keys if key}) < ENOUGH:
            continue
        first = {key: place for place, key in reversed(list(enumerate(keys))) if key}
        rows = tuple(
            (one.number, {key: one.cells[place] if place < len(one.cells) else "" for key, place in first.items()})
            for one in lines[at + 1 :]
        )
        unknown = tuple(cell for cell, key in zip(line.cells, keys, strict=True) if cell and not key)
        return Table(tuple(first), tuple(row for row in rows if any(row[1].values())), unknown)
    return None


def laid_over(cells: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """A row of a file laid over what is there now ({} for a new one); data items may have semicolons between."""
    whole = {**now, **cells}
    items = whole.get("items", "")
    if "\n" not in items and items != now.get("items"):
        whole["items"] = "\n".join(part.strip() for part in items.split(";") if part.strip())
    return whole


def several(cell: str, known: Mapping[str, str]) -> list[str]:
    """The names in one cell: a line each, or semicolons between; commas only where every part is then known."""
    parts = [part.strip() for part in cell.replace("\n", ";").split(";") if part.strip()]
    if len(parts) == 1 and parts[0].casefold() not in known:
        by_comma = [part.strip() for part in cell.split(",") if part.strip()]
        return by_comma if all(part.casefold() in known for part in by_comma) else parts
    return parts


def yes_or_no(cell: str) -> tuple[bool, str]:
    """A cell that says yes or no, and what is wrong with it."""
    said = cell.casefold()
    wrong = said not in WORDS_FOR_YES | WORDS_FOR_NO
    return said in WORDS_FOR_YES, f"“{short(cell)}” is not an answer. Choose Yes or No." if wrong else ""


def short(cell: str) -> str:
    """So much of a cell as a sentence can repeat."""
    return cell if len(cell) <= SHOWN else f"{cell[: SHOWN - 1]}…"


def sent_again(table: Table, by_key: Mapping[str, Column]) -> str:
    """The rows that were read, as text that reads the same: to be sent again with the word to save them."""
    rows = ([row[key] for key in table.columns] for _, row in table.rows)
    lines = [[by_key[key].heading for key in table.columns], *rows]
    return "\n".join("\t".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines)
