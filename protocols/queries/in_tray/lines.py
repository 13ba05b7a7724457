"""What each kind of line gives the database to count, to sort and to cut into pages: narrow rows, all alike."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    Count,
    DateField,
    DateTimeField,
    F,
    Field,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

Column = str | Combinable
NEVER = date.max
"""The day of what is due on no day: it sorts last, and no column is ever empty."""
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of what is sorted by its day alone."""


class Line(NamedTuple):
    """One line, before it is put in words: keys, 0 where there is none, and what it is sorted by.

    `kind` is where its kind stands in its list, `other` a second version, `place` the partner or partnership for which
    it waits, where its version does not tell; `number`, `name` and `word` are what the kind makes of them.
    """

    kind: int
    pk: int
    version: int
    other: int
    party: int
    instrument: int
    place: int
    number: int
    name: str
    word: str
    since: datetime
    due: date


def narrow(
    rows: "QuerySet[Any]",
    *,
    place: Column | None = None,
    pk: Column = "pk",
    version: Column | None = None,
    other: Column | None = None,
    party: Column | None = None,
    instrument: Column | None = None,
    number: Column | None = None,
    name: Column | None = None,
    word: Column | None = None,
    since: Column | None = None,
    due: Column | None = None,
) -> "QuerySet[Any]":
    """The rows with all columns of a line but its kind; a string names a field."""
    numbers = [_or(one, 0, IntegerField()) for one in (pk, version, other, party, instrument, place, number)]
    words = [_or(one, "", CharField()) for one in (name, word)]
    times = [_or(since, ALWAYS, DateTimeField()), _or(due, NEVER, DateField())]
    return rows.order_by().values_list(*numbers, *words, *times)


def counted(things: "QuerySet[Any]", moment: str, *, version: str = "version_id") -> "QuerySet[Any]":
    """A line for each version: how many of its things wait, and since the moment of the oldest.

    `version` leads from a thing to its version.
    """
    each = things.order_by().values(version).annotate(n=Count("pk"), oldest=Min(moment))
    return narrow(each, pk=version, version=version, number="n", since="oldest")


def midnight(day: Column) -> Combinable:
    """The beginning of a day, by universal time: since then waits what waits since a day."""
    return Cast(F(day) if isinstance(day, str) else day, DateTimeField())


def own_text(snapshot: str) -> Q:
    """That a snapshot is of a version's own text, not of an instrument.

    Said so that SQLite does not look for it by the index of instruments, in which nearly all rows are alike.
    """
    return ~Q(**{f"{snapshot}instrument__isnull": False})


def _or(column: Column | None, default: object, field: "Field[Any, Any]") -> Combinable:
    otherwise = Value(default, output_field=field)
    if column is None:
        return otherwise
    return Coalesce(F(column) if isinstance(column, str) else column, otherwise, output_field=field)
