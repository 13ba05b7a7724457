"""Rows as the database keeps them: read once, their words taken apart, and written again with other words and keys.

Written in plain SQL, since a model's own way takes ten times as long; always inside an act, and checked afterwards.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models

from portal.audit.guards import require_act

Model = type[models.Model]
Key = tuple[str, object]
PEOPLE_BY_NUMBER = frozenset({"answered_by_id", "advised_by_id"})
"""Columns that hold a person's number without being a key."""
FORGOTTEN = {"dataset": None, "dataset_told": "{}", "copied_from": None}
"""What a copy does not take over: it is of another place's catalogue, or of another protocol."""
MOST_VALUES = 900
"""Values in one statement; SQLite takes some tens of thousands, and longer statements are no quicker."""


@dataclass(frozen=True)
class Pieces:
    """A text taken apart at the words that differ from place to place: every second piece is such a word."""

    parts: tuple[str, ...]

    def joined(self, words: Mapping[str, str]) -> str:
        """The text with its words replaced; a word that nothing replaces stays."""
        return "".join(words.get(part, part) if odd % 2 else part for odd, part in enumerate(self.parts))


@dataclass(frozen=True)
class Table:
    """Rows of one model, ready to be written again."""

    model: Model
    fields: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def label(self) -> str:
        """The model's name."""
        return self.model._meta.label

    @property
    def keys(self) -> list[object]:
        """The rows' primary keys."""
        place = next(index for index, field in enumerate(self.fields) if field.primary_key)
        return [row[place] for row in self.rows]


def read(model: Model, which: Mapping[str, object], words: re.Pattern[str]) -> Table:
    """The rows of a model that are asked for, in order of key, taken apart at the words."""
    fields = tuple(model._meta.concrete_fields)
    found = model._base_manager.filter(**which).order_by("pk").distinct()
    names = [field.attname for field in fields]
    rows = tuple(
        tuple(_kept(field, value, words) for field, value in zip(fields, row, strict=True))
        for row in found.values_list(*names)
    )
    return Table(model, fields, rows)


def apart(text: str, words: re.Pattern[str]) -> "Pieces | str":
    """A text taken apart, where it has such words."""
    parts = words.split(text)
    return Pieces(tuple(parts)) if len(parts) > 1 else text


def _kept(field: Any, value: Any, words: re.Pattern[str]) -> Any:
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return apart(json.dumps(value), words)
    if field.is_relation or field.primary_key or isinstance(field, models.UUIDField):
        return value
    if isinstance(value, str):
        return apart(value, words)
    return field.get_db_prep_save(value, connection)


class Copying:
    """Keys, words and chance of one copy, or of several that stand in one place."""

    def __init__(
        self, numbers: "Numbers", chance: random.Random, keys: dict[Key, object], words: dict[str, str]
    ) -> None:
        self.numbers, self.chance, self.keys, self.words = numbers, chance, keys, words

    def copy(self, tables: Sequence[Table]) -> None:
        """Write the rows again, under new keys and with these words. Raises LookupError for a key to the original."""
        for table in tables:
            for key in table.keys:
                self.keys[table.label, key] = self._new_key(table, key)
        copied = {table.label for table in tables} | {label for label, _ in self.keys}
        for table in tables:
            self.numbers.write(table.model, table.fields, [self._row(table, row, copied) for row in table.rows])

    def _new_key(self, table: Table, key: object) -> object:
        return self._uuid() if isinstance(key, UUID) else self.numbers.next(table.model)

    def _row(self, table: Table, row: tuple[Any, ...], copied: set[str]) -> tuple[Any, ...]:
        return tuple(
            self._cell(table.label, field, value, copied) for field, value in zip(table.fields, row, strict=True)
        )

    def _cell(self, label: str, field: Any, value: Any, copied: set[str]) -> Any:
        if field.name in FORGOTTEN:
            return FORGOTTEN[field.name]
        if value is None:
            return None
        if field.primary_key and not field.is_relation:
            return _as_kept(field, self.keys[label, value])
        if field.is_relation:
            return _as_kept(field.target_field, self._mapped(field, value, copied))
        if field.attname in PEOPLE_BY_NUMBER:
            return self.keys.get(("accounts.User", value), value)
        if isinstance(field, models.UUIDField):
            return _as_kept(field, self._uuid() if field.unique else value)
        if field.name == "token_hash":
            return hashlib.sha256(self.chance.randbytes(32)).hexdigest()
        return value.joined(self.words) if isinstance(value, Pieces) else value

    def _mapped(self, field: Any, value: object, copied: set[str]) -> object:
        label = field.related_model._meta.label
        if (label, value) in self.keys:
            return self.keys[label, value]
        if label not in copied:
            return value
        if field.null:
            return None
        raise LookupError(f"{field} leads to {label} {value}, which is not part of the copy.")

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def _as_kept(field: Any, value: object) -> object:
    return None if value is None else field.get_db_prep_save(value, connection)


class Numbers:
    """The next key of each model, counted here while nobody else writes; and the rows that wait to be written."""

    def __init__(self) -> None:
        self.last: dict[Model, int] = {}
        self.waiting: dict[Model, tuple[tuple[Any, ...], list[tuple[Any, ...]]]] = {}

    def next(self, model: Model) -> int:
        """A key that no row has."""
        if model not in self.last:
            self.last[model] = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        self.last[model] += 1
        return self.last[model]

    def write(self, model: Model, fields: tuple[Any, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep rows until `flush`."""
        self.waiting.setdefault(model, (fields, []))[1].extend(rows)

    def flush(self) -> None:
        """Write all that waits, inside an act only."""
        for model, (fields, rows) in self.waiting.items():
            require_act(model)
            _insert(model, fields, rows)
        self.waiting.clear()

    def tell(self) -> None:
        """Let the database go on counting from here."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.last)):
                cursor.execute(statement)


def _insert(model: Model, fields: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    most = max(1, MOST_VALUES // len(fields))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            values = ", ".join([one] * len(some))
            statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {values}"  # noqa: S608 - names are the models' own
            cursor.execute(statement, [value for row in some for value in row])
