"""Queries put together once: what Django takes longest over, on most pages, is turning a query set into SQL.

A function marked `prepared` builds a query set from plain values. The first call of a day has Django put the SQL
together; later ones send the same SQL with their own values, and read the rows as Django does.
"""

import datetime
import logging
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connections, models
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from psycopg2.extensions import AsIs  # type: ignore[import-untyped]

from portal import statements

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Convert = Callable[[Any], Any]

logger = logging.getLogger(__name__)
STRICT = False
"""Whether what cannot be prepared fails, as it does in tests, or is asked as if it had not been marked."""


def _moment(value: Any) -> Any:
    """A moment as the database takes it."""
    is_moment = isinstance(value, datetime.datetime)
    return connections["default"].ops.adapt_datetimefield_value(value) if is_moment else None


def _within(value: Any) -> Any:
    """Words as they are looked for anywhere in a text."""
    return f"%{connections['default'].ops.prep_for_like_query(value)}%" if isinstance(value, str) else None


def _exactly(value: Any) -> Any:
    """Words as they are compared, large letters or small, where the database has only patterns for that."""
    return connections["default"].ops.prep_for_iexact_query(value) if isinstance(value, str) else None


CONVERTS: tuple[Convert, ...] = (
    lambda value: value, str, lambda value: getattr(value, "hex", None), _moment, _within, _exactly,
)  # fmt: skip
"""How a value may stand among those sent: itself, its words (a day on SQLite), its digits (a key on SQLite) ..."""

PATTERNS = (_within, _exactly)
KINDS: dict[Any, str] = {
    int: "bigint", str: "text", uuid.UUID: "uuid", datetime.date: "date", datetime.datetime: "timestamptz",
}  # fmt: skip
"""What PostgreSQL takes the values of a statement to be."""


class Unpreparable(Exception):
    """The query set depends on a value otherwise than by sending it: pass that one by name, or do not prepare it."""


@dataclass(frozen=True)
class Slot:
    """A place among the values that are sent: which argument stands there, how, and as what: numbers have a size."""

    argument: int
    convert: Convert
    kind: Convert

    def of(self, values: Sequence[Any]) -> Any:
        """What is sent there of these values."""
        value = self.convert(values[self.argument])
        return value if type(value) is self.kind else self.kind(value)


@dataclass(frozen=True)
class Kept:
    """A query put together: the rows it gives, its SQL, what is sent with it, slots among it, and what rows go through.

    For each column whose values the database has otherwise than Python, `converters` say how they are turned round.
    """

    rows: models.QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    sent: Sequence[Any]
    converters: Any

    def read(self, values: Sequence[Any]) -> list[Any]:
        """The rows for these values; one query, two the first time on a connection, and those of what is prefetched."""
        slots = [one for one in self.sent if isinstance(one, Slot)]
        if statements.are_kept() and (asked := self._statement(slots)):
            try:
                return self._asked(asked, [one.of(values) for one in slots])
            except DatabaseError as refused:
                statements.give_up(refused)
        return self._asked(self.sql, [one.of(values) if isinstance(one, Slot) else one for one in self.sent])

    def _asked(self, sql: str, sent: Sequence[Any]) -> list[Any]:
        compiler, query, rows = _twin(self.compiler), _twin(self.rows.query), _twin(self.rows)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *_, **__: (sql, tuple(sent))  # type: ignore[method-assign]
        compiler.get_converters = lambda _: self.converters  # type: ignore[assignment, method-assign]
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        rows._query = query  # type: ignore[attr-defined] # `rows.query = ` would make dictionaries of lists of values
        return list(rows)

    def _statement(self, slots: Sequence[Slot]) -> str:
        """The SQL that asks for the statement, which the connection knows from now on; empty where there is none.

        Words within a pattern are planned for each time: which plan is quick depends on them.
        """
        if "_refused" in self.__dict__ or any(one.kind not in KINDS or one.convert in PATTERNS for one in slots):
            return ""
        with connections[self.rows.db].cursor() as cursor:
            name, text = self._written(cursor)
            try:
                statements.prepare(cursor, name, statements.in_brackets(KINDS[one.kind] for one in slots), text)
            except DatabaseError as why:
                self.__dict__["_refused"] = True
                logger.warning("PostgreSQL does not take this beforehand: %s: %s", why, text)
                return ""
        return f"EXECUTE {name}{statements.in_brackets('%s' for _ in slots)}"

    def _written(self, cursor: Any) -> tuple[str, str]:
        """A name that is made of its text, and the text, with what is always the same written into it."""
        kept: tuple[str, str] | None = self.__dict__.get("_kept")
        if kept is None:
            place = count(1)
            marked = [AsIs(f"${next(place)}") if isinstance(one, Slot) else one for one in self.sent]
            text = cursor.mogrify(self.sql, marked).decode()
            kept = self.__dict__["_kept"] = f"read_{sha256(text.encode()).hexdigest()[:32]}", text
        return kept


def _twin(one: T) -> T:
    """Another with the same in it; `copy.copy`, and the clone of a query set, take ten times as long."""
    made = object.__new__(type(one))
    made.__dict__.update(one.__dict__)
    return made


def prepared(build: Callable[P, models.QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """Mark a function that builds a query set, so that it answers with its rows.

    What is given by position is sent with the query: whole numbers, words, days, moments and UUIDs. What is given by
    name shapes it: each combination is put together by itself, so there must be few. The day is part of every shape,
    since query sets ask for what holds today. Where the SQL depends on what is given by position, the query set is
    asked as it is, and the log says so; with STRICT, this raises Unpreparable.
    """
    known: dict[tuple[Any, ...], Kept] = {}

    @wraps(build)
    def read(*values: P.args, **shape: P.kwargs) -> list[R]:
        day = timezone.localdate()
        key = (day, connections["default"].vendor, *map(type, values), *sorted(shape.items()))
        kept = known.get(key)
        if kept is None:
            for old in [one for one in list(known) if one[0] != day]:
                known.pop(old, None)
            try:
                kept = known[key] = _put_together(build, values, shape)
            except EmptyResultSet:
                return []
            except Unpreparable as why:
                if STRICT:
                    raise
                logger.warning("%s is not prepared: %s", build.__qualname__, why)
                return list(build(*values, **shape))
        return kept.read(values)

    return read


def padded(keys: Collection[int], size: int) -> list[int]:
    """As many keys as the next multiple of a size, so that few query sets are put together; no row has the key 0."""
    return [*keys, *[0] * (-len(keys) % size)]


def how_many(rows: models.QuerySet[Any]) -> models.QuerySet[Any, int]:
    """A query set of one row, the number of these: `count` answers at once, and leaves nothing to be prepared."""
    every = models.Func(template="COUNT(*)", output_field=models.IntegerField())
    return rows.order_by().values_list(every, flat=True)


def keep_with(row: models.Model, name: str, found: Sequence[models.Model]) -> None:
    """Let a row know what hangs on it, as if it had been prefetched: each of `found` knows the row as well."""
    manager = getattr(row, name)
    for one in found:
        setattr(one, manager.field.name, row)
    rows = manager.get_queryset()
    rows._result_cache, rows._prefetch_done = list(found), True
    row._prefetched_objects_cache = {**getattr(row, "_prefetched_objects_cache", {}), name: rows}  # type: ignore[attr-defined]


def _put_together(build: Callable[..., models.QuerySet[Any]], values: Sequence[Any], shape: dict[str, Any]) -> Kept:
    """Build it twice with made-up values, which tell where each stands and that all else is the same."""
    tries = [[_made_up(value, number, turn) for number, value in enumerate(values)] for turn in (0, 1)]
    (rows, compiler, sql, sent), (others, _, other_sql, other_sent) = (_compiled(build(*one, **shape)) for one in tries)
    if sql != other_sql or len(sent) != len(other_sent):
        raise Unpreparable("The SQL is another for other values.")
    for beside, other in zip(_beside(rows), _beside(others), strict=True):
        if beside != other:
            raise Unpreparable("What is fetched beside the rows is other for other values.")
    places = [_place(*pair, *tries) for pair in zip(sent, other_sent, strict=True)]
    if missing := set(range(len(values))) - {one.argument for one in places if isinstance(one, Slot)}:
        raise Unpreparable(f"Not sent as they are: arguments {sorted(missing)}.")
    columns = [column for column, *_ in (compiler.select or ())[: compiler.col_count]]
    return Kept(rows, compiler, sql, places, compiler.get_converters(columns))


def _compiled(rows: models.QuerySet[Any]) -> tuple[models.QuerySet[Any], SQLCompiler, str, Sequence[Any]]:
    compiler = rows.query.get_compiler(using=rows.db)
    sql, params = compiler.as_sql()
    return rows, compiler, sql, params


def _beside(rows: models.QuerySet[Any]) -> Iterator[tuple[str, str]]:
    """What is fetched for the rows by query sets of its own, and beside those: its SQL, and what is sent with it."""
    for one in rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        if isinstance(one, models.Prefetch) and isinstance(one.queryset, models.QuerySet):
            sql, sent = one.queryset.query.sql_with_params()
            yield sql, repr(sent)
            yield from _beside(one.queryset)


def _made_up(value: Any, number: int, turn: int) -> Any:
    at = 30_011 + 100 * turn + number
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=at)
    if type(value) is int:
        return at
    if type(value) is str:
        return f"pre_pared {at}%"  # with signs that a pattern has otherwise
    if isinstance(value, datetime.datetime):
        return datetime.datetime(1871, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=at)
    if type(value) is datetime.date:
        return datetime.date(1871, 1, 1) + datetime.timedelta(days=at)
    raise Unpreparable(f"{type(value).__name__} is not sent by position.")


def _place(sent: Any, other: Any, first: Sequence[Any], second: Sequence[Any]) -> Any:
    """The slot that a sent value fills, or the value itself where it is always the same."""
    for number, pair in enumerate(zip(first, second, strict=True)):
        for convert in CONVERTS:
            made = tuple(map(convert, pair))
            if made == (sent, other) and sent != other and isinstance(sent, type(made[0])):
                return Slot(number, convert, type(sent))
    if sent != other and not _alike(sent, other):
        raise Unpreparable(f"{sent!r} changes of itself.")
    return sent


def _alike(sent: Any, other: Any) -> bool:
    """Whether two values that PostgreSQL takes as JSON hold the same: they are wrapped, and wrappers never equal."""
    names = [name for name in ("adapted", "obj") if hasattr(sent, name)]  # by psycopg2, and by psycopg
    return type(sent) is type(other) and any(getattr(sent, name) == getattr(other, name) for name in names)
