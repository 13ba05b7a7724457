"""Data flows as the rows of a table: which column says what, by which names, and in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.sheets import Line

YES_NO = {"Yes": "yes", "No": ""}
WORDS_FOR_YES = frozenset({"yes", "y", "true", "1", "x", "✓"})
WORDS_FOR_NO = frozenset({"", "no", "n", "false", "0", "-"})


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


IDENTIFIABLE = {
    "Identifiable": "identifiable", "Pseudonymised": "pseudonymised", "Anonymous": "anonymous", "Deceased": "deceased",
}  # fmt: skip
CONTROLS = {"Separate": "separate", "Joint": "joint", "Processor": "processor"}
REGIMES = {"General": "general", "Law enforcement": "law_enforcement", "Both": "mixed"}
METHODS = {"Suppress": "suppress", "Round": "round", "Merge": "merge"}
ALSO_SAID = {
    "personal": "identifiable", "pseudonymized": "pseudonymised", "coded": "pseudonymised", "anon": "anonymous",
    "anonymised": "anonymous", "anonymized": "anonymous", "aggregate": "anonymous", "statistics": "anonymous",
    "uk gdpr": "general", "part 3": "law_enforcement", "joint controllers": "joint", "separate controllers": "separate",
    "suppressed": "suppress", "rounded": "round", "merged": "merge", "none": "", "nothing": "",
}  # fmt: skip
"""Other words for a choice, and what each means."""

COLUMNS = (
    Column("number", "Number", also=("no", "no.", "flow", "flow number", "#"), width=4),
    Column("title", "Name", also=("title", "name of the flow", "flow name", "dataset"), width=24),
    Column("sender", "From", "party", also=("sender", "discloser", "supplier", "provider", "who sends"), width=16),
    Column("recipients", "To", "parties", also=("recipients", "recipient", "receiver", "who receives"), width=20),
    Column("items", "Data items", "long", also=("items", "data", "fields", "what is shared"), width=26),
    Column("subjects", "About whom", also=("subjects", "data subjects", "people", "who it is about"), width=20),
    Column(
        "identifiability", "Identifiable", "choice", choices=IDENTIFIABLE,
        also=("identifiability", "can people be identified", "personal data"), width=14,
    ),
    Column("kinds", "Kinds of data", "kinds", also=("kinds", "data kinds", "special categories"), width=24),
    Column("purpose", "Purpose", "long", also=("what it is for", "why", "what for"), width=26),
    Column("regime", "Regime", "choice", choices=REGIMES, also=("data protection regime",), width=14),
    Column("control", "Who decides", "choice", choices=CONTROLS, also=("controllers", "control"), width=12),
    Column("control_reference", "Arrangement or contract", also=("arrangement", "contract"), width=20),
    Column("method", "How it is sent", also=("method", "transfer", "how"), width=18),
    Column("frequency", "How often", also=("frequency",), width=14),
    Column("retention", "Kept for", also=("retention", "retention period", "kept", "how long"), width=18),
    Column("geography", "Area", also=("geography", "area it covers"), width=16),
    Column("small_numbers_method", "Small counts are", "choice", choices=METHODS, also=("small numbers",), width=12),
    Column("small_numbers_below", "Small is below", "number", also=("threshold", "small numbers below"), width=5),
    Column("small_numbers_secondary", "Others too", "yes", also=("secondary suppression",), width=6),
    Column("small_number_rule", "More on small numbers", also=("small number rule",), width=20),
    Column("research", "Research", "yes", also=("research or statistics",), width=6),
    Column("collected_on_consent", "Collected on consent", "yes", also=("consent",), width=6),
    Column("leaves_uk", "Leaves the UK", "yes", also=("outside uk", "transfer outside uk"), width=6),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
CELLS = tuple(column for column in COLUMNS if column.key != "number")
NAMES = {name.casefold(): column.key for column in COLUMNS for name in (column.heading, column.key, *column.also)}
ENOUGH = 3
"""How many known headings make a row the row of headings."""


@dataclass(frozen=True)
class FlowTable:
    """What was sent, as rows of cells by column; `unknown` are headings that name no column, which are not read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    unknown: tuple[str, ...]


def whole_row(cells: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """A row of a file laid over what its flow says now ({} for a new one); data items may have semicolons between."""
    whole = {**now, **cells}
    items = whole.get("items", "")
    if "\n" not in items and items != now.get("items"):
        whole["items"] = "\n".join(part.strip() for part in items.split(";") if part.strip())
    return whole


def table_of(lines: Sequence[Line]) -> FlowTable | None:
    """The table under the first row of headings; None where there is no such row within the first ten."""
    for at, line in enumerate(lines[:10]):
        keys = [NAMES.get(" ".join(cell.casefold().split())) for cell in line.cells]
        if len({key for key in keys if key}) < ENOUGH:
            continue
        first = {key: place for place, key in reversed(list(enumerate(keys))) if key}
        rows = tuple(
            (one.number, {key: one.cells[place] if place < len(one.cells) else "" for key, place in first.items()})
            for one in lines[at + 1 :]
        )
        unknown = tuple(cell for cell, key in zip(line.cells, keys, strict=True) if cell and not key)
        return FlowTable(tuple(first), tuple(row for row in rows if any(row[1].values())), unknown)
    return None
