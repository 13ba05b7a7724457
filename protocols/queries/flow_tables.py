"""Data flows in the words of a table: for the page that is edited like a spreadsheet, and for files."""

from collections.abc import Mapping, Sequence

from legal_basis.loader import library
from portal.columns import YES_NO, Column
from portal.workbooks import as_csv, as_workbook
from protocols.loader.flow_tables import BY_KEY, CELLS, COLUMNS
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.queries.flows import flows_of

BETWEEN = "; "
"""What stands between several names in one cell."""


def open_flows(version: ProtocolVersion) -> list[DataFlow]:
    """The flows that may still be changed: those left out on record are not in the table. Two queries."""
    return list(flows_of(version).filter(refused_at=None))


def cells_of(flow: DataFlow) -> dict[str, str]:
    """One flow as the cells of its row, by column."""
    return {column.key: _cell(flow, column) for column in COLUMNS}


def _cell(flow: DataFlow, column: Column) -> str:
    value = getattr(flow, column.key)
    if column.takes == "party":
        return str(value)
    if column.takes == "parties":
        return BETWEEN.join(str(party) for party in value.all())
    if column.takes == "kinds":
        kinds = library().data_kinds
        return BETWEEN.join(kinds[kind].label if kind in kinds else kind for kind in value)
    if column.takes == "yes":
        return "Yes" if value else "No"
    if column.choices is not None:
        return next((word for word, meant in column.choices.items() if meant == value), "")
    return "" if value is None else str(value).replace("\r\n", "\n")


def choices_of(parties: Sequence[Party]) -> dict[str, list[str]]:
    """What the cells of each column may say, by heading, where they may not say anything at all."""
    found: dict[str, list[str]] = {}
    for column in CELLS:
        if column.takes in ("party", "parties"):
            found[column.heading] = [str(party) for party in parties]
        elif column.takes == "kinds":
            found[column.heading] = [kind.label for kind in library().data_kinds.values()]
        elif column.takes == "yes":
            found[column.heading] = list(YES_NO)
        elif column.choices is not None:
            found[column.heading] = list(column.choices)
    return found


def csv_of(version: ProtocolVersion) -> bytes:
    """The flows as CSV: headings, then a row a flow; no cell is a formula."""
    return as_csv([column.heading for column in COLUMNS], _rows(version))


def workbook_of(version: ProtocolVersion, parties: Sequence[Party]) -> bytes:
    """The flows as an Excel workbook, with the words that each column takes; also to be filled in and sent back."""
    return as_workbook("Data flows", [column.heading for column in COLUMNS], _rows(version), choices_of(parties))


def _rows(version: ProtocolVersion) -> list[list[str]]:
    rows: list[Mapping[str, str]] = [cells_of(flow) for flow in open_flows(version)]
    return [[row[key] for key in BY_KEY] for row in rows]
