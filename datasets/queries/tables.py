"""A partner's catalogue in the words of a table: for files that go out, and to lay what comes back over."""

from datasets.loader import BY_KEY, COLUMNS
from datasets.models import Dataset
from legal_basis.loader import library
from partners.models import Partner
from portal.columns import YES_NO, Column
from portal.workbooks import as_csv, as_workbook

BETWEEN = "; "
"""What stands between several names in one cell."""


def catalogue_of(partner: Partner | int) -> list[Dataset]:
    """The data sets of a partner that are not retired, by name; one query."""
    return list(Dataset.objects.filter(partner=partner, retired_at=None).select_related("partner"))


def cells_of(dataset: Dataset) -> dict[str, str]:
    """One data set as the cells of its row, by column."""
    return {column.key: _cell(dataset, column) for column in COLUMNS}


def csv_of(partner: Partner | int) -> bytes:
    """The catalogue as CSV: headings, then a row a data set; no cell is a formula."""
    return as_csv([column.heading for column in COLUMNS], _rows(partner))


def workbook_of(partner: Partner | int) -> bytes:
    """The catalogue as an Excel workbook, with the words that each column takes; also to be filled in and sent back."""
    return as_workbook("Data sets", [column.heading for column in COLUMNS], _rows(partner), _choices())


def _rows(partner: Partner | int) -> list[list[str]]:
    return [[cells[key] for key in BY_KEY] for cells in map(cells_of, catalogue_of(partner))]


def _choices() -> dict[str, list[str]]:
    """What the cells of each column may say, by heading, where they may not say anything at all."""
    found: dict[str, list[str]] = {}
    for column in COLUMNS:
        if column.takes == "kinds":
            found[column.heading] = [kind.label for kind in library().data_kinds.values()]
        elif column.takes == "yes":
            found[column.heading] = list(YES_NO)
        elif column.choices is not None:
            found[column.heading] = list(column.choices)
    return found


def _cell(dataset: Dataset, column: Column) -> str:
    value = getattr(dataset, column.key)
    if column.takes == "kinds":
        known = library().data_kinds
        return BETWEEN.join(known[kind].label if kind in known else kind for kind in value)
    if column.takes == "yes":
        return "Yes" if value else "No"
    if column.choices is not None:
        return next((word for word, meant in column.choices.items() if meant == value), "")
    return "" if value is None else str(value).replace("\r\n", "\n")


def retired_names(partner: Partner | int) -> set[str]:
    """The names of a partner's retired data sets, without regard to capitals; one query."""
    retired = Dataset.objects.filter(partner=partner).exclude(retired_at=None)
    return {name.casefold() for name in retired.values_list("name", flat=True)}


def in_words(key: str, value: object) -> str:
    """One field of a data set in words, for those who compare two texts of it."""
    if key == "kinds" and isinstance(value, list | tuple):
        known = library().data_kinds
        return BETWEEN.join(known[kind].label if kind in known else str(kind) for kind in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    column = BY_KEY.get(key)
    if column is not None and column.choices is not None:
        return next((word for word, meant in column.choices.items() if meant == value), str(value))
    return "" if value is None else str(value)
