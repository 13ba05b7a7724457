"""Taking a catalogue from a file: its rows read into the form of one data set, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from datasets.errors import Refused
from datasets.forms.datasets import DatasetForm
from datasets.loader import ALSO_SAID, BY_KEY, COLUMNS
from datasets.models import Dataset
from datasets.services.contents import DatasetContent
from legal_basis.loader import library
from portal.columns import Column, several, short, yes_or_no


@dataclass
class ReadRow:
    """One row: its cells as they were given, what is wrong by column ("" for the row), and what it says if nothing is.

    `name` is its number in the file; `dataset` is the one that it changes, None for a new one.
    """

    name: str
    cells: Mapping[str, str]
    nonce: UUID
    dataset: Dataset | None = None
    revision: int | None = None
    errors: dict[str, str] = field(default_factory=dict)
    content: DatasetContent | None = None

    @property
    def is_changed(self) -> bool:
        """Whether it says anything else than its data set, as that was read."""
        return self.content is not None and (self.dataset is None or bool(self.content.differences(self.dataset)))

    def refuse(self, refused: Refused) -> None:
        """Put what a service refused beside the cell that it names, or at the row."""
        key = getattr(refused, "field", "") or ""
        self.errors[key if key in BY_KEY else ""] = refused.sentence


def read_row(row: ReadRow) -> ReadRow:
    """Fill in what the row says, or what is wrong with it; asks the database nothing."""
    data: dict[str, object] = {"nonce": str(row.nonce), "revision": row.revision or ""}
    for column in COLUMNS:
        value, fault = _value(column, row.cells.get(column.key, "").strip())
        data[column.key] = value
        if fault:
            row.errors[column.key] = fault
    form = DatasetForm(data)
    for key, sentences in form.errors.items():
        row.errors.setdefault(key if key in BY_KEY else "", str(sentences[0]))
    if row.errors:
        return row
    content = form.content()
    try:
        content.check()
    except Refused as refused:
        row.refuse(refused)
    else:
        row.content = content
    return row


def _value(column: Column, cell: str) -> tuple[object, str]:
    """A cell as the form takes it, and what is wrong with it."""
    if column.takes == "kinds":
        known = {name.casefold(): kind.id for kind in library().data_kinds.values() for name in (kind.label, kind.id)}
        named = [(one, known.get(" ".join(one.casefold().split()))) for one in several(cell, known)]
        stranger = next((one for one, found in named if found is None), None)
        fault = f"“{short(stranger)}” is not a kind of data that the checklist knows." if stranger is not None else ""
        return [found for _, found in named if found], fault
    if column.takes == "yes":
        return yes_or_no(cell)
    if column.choices is not None:
        return _choice(column, column.choices, cell)
    return cell, ""


def _choice(column: Column, choices: Mapping[str, str], cell: str) -> tuple[str, str]:
    if not cell:
        return ("no" if column.key == "offered" else ""), ""
    said = " ".join(cell.casefold().split())
    known = {word.casefold(): value for word, value in choices.items()} | {value: value for value in choices.values()}
    found = known.get(said, ALSO_SAID.get(said))
    if found in choices.values() or (found == "" and column.key == "small_numbers_method"):
        return found or "", ""
    return "", f"“{short(cell)}” is not one of the choices. Choose one of: {', '.join(choices)}."
