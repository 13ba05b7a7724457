"""Rows as the database keeps them: read once, their words taken apart, to be written again with other words and keys.

Written in plain SQL, since a model's own way takes ten times as long; always inside an act, and checked afterwards.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

Model = type[models.Model]
Key = tuple[str, object]


@dataclass(frozen=True)
class Pieces:
    """A text taken apart at the words that differ from place to place: every second piece is such a word."""

    parts: tuple[str, ...]

    def joined(self, words: Mapping[str, str]) -> str:
        """The text with its words replaced; a word that nothing replaces stays."""
        parts = list(self.parts)
        parts[1::2] = [words.get(word, word) for word in self.parts[1::2]]
        return "".join(parts)


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
