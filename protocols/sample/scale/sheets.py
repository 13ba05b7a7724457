"""Sheets: the rows of a story with gaps where each copy has words, keys and chance of its own, quick to fill.

Taken from the rows once; a copy then fills its gaps, and nothing is asked of a model or a field any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import count
from typing import Any
from uuid import UUID

from django.db import models

from protocols.sample.scale.rows import Key, Model, Pieces, Table
from protocols.sample.scale.writing import Way

PEOPLE_BY_NUMBER = frozenset({"answered_by_id", "advised_by_id"})
"""Columns that hold a person's number without being a key."""
FORGOTTEN = {
    ("protocols.DataFlow", "dataset"): None,
    ("protocols.DataFlow", "dataset_told"): "{}",
    ("protocols.ProtocolVersion", "copied_from"): None,
}
"""What a copy does not take over: it is of another place's catalogue, or of another protocol."""
Said = Mapping[tuple[str, str], object]
"""What every copy says in a column, whatever the pattern says: by model and field."""


class Of(Enum):
    """What fills a gap."""

    WORDS = "a word of the place"
    KEYS = "the key of a row"
    UUIDS = "a number that nothing else bears"
    TOKENS = "the fingerprint of a secret that nobody knows"


Gap = tuple[Of, Any]
Gaps = dict[Gap, int]


@dataclass(frozen=True)
class Sheet:
    """The cells of a table, row after row; those that are a gap, and those that are a text with gaps in it."""

    model: Model
    fields: tuple[Any, ...]
    cells: tuple[Any, ...]
    single: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, tuple[str, ...], tuple[int, ...]], ...]

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """The cells of one copy."""
        cells = list(self.cells)
        for place, gap in self.single:
            cells[place] = values[gap]
        for place, parts, gaps in self.texts:
            pieces = list(parts)
            pieces[1::2] = [values[gap] for gap in gaps]
            cells[place] = "".join(pieces)
        return cells


@dataclass(frozen=True)
class Sheets:
    """Every table of a story, and the gaps of all of them in the order in which a copy's values stand."""

    sheets: tuple[Sheet, ...]
    gaps: tuple[Gap, ...]

    @classmethod
    def of(cls, tables: Sequence[Table], keys: Mapping[Key, object], how: Way, said: Said) -> "Sheets":
        """Sheets of rows that are copied beside rows of these keys. Raises LookupError for a key to the original."""
        gaps: Gaps = {}
        own = {(table.label, key) for table in tables for key in table.keys}
        copied = {table.label for table in tables} | {label for label, _ in keys}
        laying = _Laying(gaps, own | set(keys), copied, how, {**FORGOTTEN, **said})
        return cls(tuple(laying.sheet(table) for table in tables), tuple(gaps))


class _Laying:
    """Lays tables out as sheets, and numbers the gaps as it meets them."""

    def __init__(self, gaps: Gaps, keys: set[Key], copied: set[str], how: Way, said: Said) -> None:
        self.gaps, self.keys, self.copied, self.how, self.said = gaps, keys, copied, how, said
        self.each = count()

    def sheet(self, table: Table) -> Sheet:
        cells = [
            self._cell(table.label, field, value)
            for row in table.rows
            for field, value in zip(table.fields, row, strict=True)
        ]
        single = tuple((place, self._gap(cell)) for place, cell in enumerate(cells) if isinstance(cell, tuple))
        texts = tuple(self._text(place, cell) for place, cell in enumerate(cells) if isinstance(cell, Pieces))
        return Sheet(table.model, table.fields, tuple(cells), single, texts)

    def _gap(self, gap: Gap) -> int:
        return self.gaps.setdefault(gap, len(self.gaps))

    def _text(self, place: int, text: Pieces) -> tuple[int, tuple[str, ...], tuple[int, ...]]:
        gaps = tuple(self._gap((Of.WORDS, word)) for word in text.parts[1::2])
        return place, tuple("" if odd % 2 else self.how.text(part) for odd, part in enumerate(text.parts)), gaps

    def _cell(self, label: str, field: Any, value: Any) -> Any:
        """A cell as the database takes it, the gap that it is, or the text that it is to be made of."""
        if (label, field.name) in self.said:
            return self.how.cell(self.said[label, field.name])
        if value is None or isinstance(value, Pieces):
            return self.how.cell(None) if value is None else value
        if field.primary_key and not field.is_relation:
            return (Of.KEYS, (label, value))
        if field.is_relation:
            return self._mapped(field, value)
        if field.attname in PEOPLE_BY_NUMBER:
            known = ("accounts.User", value) in self.keys
            return (Of.KEYS, ("accounts.User", value)) if known else self.how.cell(value)
        if isinstance(field, models.UUIDField) and field.unique:
            return (Of.UUIDS, next(self.each))
        if field.name == "token_hash":
            return (Of.TOKENS, next(self.each))
        return self.how.cell(value)

    def _mapped(self, field: Any, value: object) -> Any:
        label = field.related_model._meta.label
        if (label, value) in self.keys:
            return (Of.KEYS, (label, value))
        if label not in self.copied:
            return self.how.cell(value if isinstance(value, UUID) else field.target_field.get_prep_value(value))
        if field.null:
            return self.how.cell(None)
        raise LookupError(f"{field} leads to {label} {value}, which is not part of the copy.")
