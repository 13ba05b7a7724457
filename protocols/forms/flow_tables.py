"""Rows of a table of data flows, read into the form of one flow: what is wrong is told cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from legal_basis.loader import library
from portal.columns import Column, several, short, yes_or_no
from protocols.errors import Refused
from protocols.forms.flows import FlowForm
from protocols.loader.flow_tables import ALSO_SAID, CELLS
from protocols.models import DataFlow, Party
from protocols.services.flow_contents import FlowContent

Cells = Mapping[str, str]


@dataclass
class ReadRow:
    """One row: its cells as they were given, what is wrong by column ("" for the row), and what it says if nothing is.

    `name` tells rows apart on the page or in the file; `flow` is the one that it changes, None for a new one.
    """

    name: str
    cells: Cells
    nonce: UUID
    flow: DataFlow | None = None
    revision: int | None = None
    errors: dict[str, str] = field(default_factory=dict)
    form: FlowForm | None = None
    content: FlowContent | None = None

    def refuse(self, refused: Refused) -> None:
        """Put what a service refused beside the cell that it names, or at the row."""
        key = getattr(refused, "field", "") or ""
        self.errors[key if key in KEYS else ""] = refused.sentence

    @property
    def is_changed(self) -> bool:
        """Whether it says anything else than its flow, as that was read."""
        return self.content is not None and (self.flow is None or bool(self.content.differences(self.flow)))


KEYS = frozenset(column.key for column in CELLS)


class RowReader:
    """Reads the rows of one version's table; the parties that it knows are read once."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self.parties = list(parties)
        self.keys = {party.pk for party in self.parties}
        self.names = {
            name.casefold(): str(party.pk)
            for party in self.parties
            for name in (party.partner.legal_name, party.partner.short_name, str(party))
        }
        self.kinds = {
            name.casefold(): kind.id for kind in library().data_kinds.values() for name in (kind.label, kind.id)
        }

    def read(self, row: ReadRow) -> ReadRow:
        """Fill in what the row says, or what is wrong with it; asks the database nothing."""
        data: dict[str, object] = {"nonce": str(row.nonce), "revision": row.revision or ""}
        for column in CELLS:
            value, fault = self._value(column, row.cells.get(column.key, "").strip())
            data[column.key] = value
            if fault:
                row.errors[column.key] = fault
        form = FlowForm(data, parties=self.parties)
        for key, sentences in form.errors.items():
            row.errors.setdefault(key if key in KEYS else "", str(sentences[0]))
        if row.errors:
            return row
        row.form, content = form, form.content()
        try:
            content.check_among(self.keys)
        except Refused as refused:
            row.refuse(refused)
        else:
            row.content = content
        return row

    def _value(self, column: Column, cell: str) -> tuple[object, str]:
        """A cell as the form takes it, and what is wrong with it."""
        if column.takes == "party":
            return self._named(cell, self.names, "is not a party to this protocol")
        if column.takes in ("parties", "kinds"):
            parties = column.takes == "parties"
            what = "is not a party to this protocol" if parties else "is not a kind of data that the checklist knows"
            known = self.names if parties else self.kinds
            read = [self._named(one, known, what) for one in several(cell, known)]
            return [value for value, fault in read if not fault], next((fault for _, fault in read if fault), "")
        if column.takes == "yes":
            return yes_or_no(cell)
        if column.choices is not None:
            return _choice(column, column.choices, cell)
        return cell, ""

    def _named(self, cell: str, known: Mapping[str, str], what: str) -> tuple[str, str]:
        found = known.get(" ".join(cell.casefold().split()), "")
        if found or not cell:
            return found, ""
        listed = ", ".join(str(party) for party in self.parties)
        return "", f"“{short(cell)}” {what}." + (f" Choose from: {listed}." if known is self.names else "")


def _choice(column: Column, choices: Mapping[str, str], cell: str) -> tuple[str, str]:
    if not cell:
        return ("general" if column.key == "regime" else ""), ""
    said = " ".join(cell.casefold().split())
    known = {word.casefold(): value for word, value in choices.items()} | {value: value for value in choices.values()}
    found = known.get(said, ALSO_SAID.get(said))
    if found in choices.values() or (found == "" and column.key == "small_numbers_method"):
        return found or "", ""
    return "", f"“{short(cell)}” is not one of the choices. Choose one of: {', '.join(choices)}."
