"""Long questions that PostgreSQL plans once for each connection: to plan thirty joins takes longer than to answer them.

`Statement` is SQL in which a few values change from asking to asking; the rest is written into it. The first asking on
a connection prepares it there, later ones execute it. Nothing rests on it: within a transaction, on SQLite, and where
a pooler hands each transaction another connection, on which the statement is not known, it is asked as it is.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from psycopg2.extensions import AsIs  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)

ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
"""One plan for all values, made at once; else the database plans anew for each while that looks cheaper."""
MOST = 100
"""How many statements a connection keeps; beyond, it forgets them all, and begins again."""
GONE = frozenset({"26000", "42P05", "0A000"})
"""PostgreSQL's codes for a statement that is not there, one that is there already, and one whose columns changed."""

_prepared: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()
_given_up: set[str] = set()


@dataclass(frozen=True)
class Slot:
    """A whole number that changes, by its place among those that are given."""

    place: int


@dataclass(frozen=True)
class Statement:
    """SQL, and what is sent with it: slots, and values that are always the same."""

    sql: str
    sent: tuple[Any, ...]

    def rows(self, given: Sequence[int]) -> list[Any]:
        """The rows for the whole numbers given; one query, or two the first time on a connection."""
        if are_kept():
            try:
                return self._executed(given)
            except DatabaseError as refused:
                give_up(refused)
        return self.once(given)

    def once(self, given: Sequence[int]) -> list[Any]:
        """The rows, where the same is hardly asked again; one query."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [given[one.place] if isinstance(one, Slot) else one for one in self.sent])
            return list(cursor.fetchall())

    def _executed(self, given: Sequence[int]) -> list[Any]:
        with connection.cursor() as cursor:
            name, text = self._written(cursor)
            prepare(cursor, name, in_brackets("bigint" for _ in given), text)
            cursor.execute(f"EXECUTE {name}{in_brackets('%s' for _ in given)}", given or None)
            return list(cursor.fetchall())

    def _written(self, cursor: Any) -> tuple[str, str]:
        """Its name, which is made of its text so that under it nothing else is ever found, and the text."""
        kept: tuple[str, str] | None = self.__dict__.get("_kept")
        if kept is None:
            marked = [AsIs(f"${one.place + 1}") if isinstance(one, Slot) else one for one in self.sent]
            text = cursor.mogrify(self.sql, marked).decode()
            kept = self.__dict__["_kept"] = f"asked_{sha256(text.encode()).hexdigest()[:32]}", text
        return kept


def are_kept() -> bool:
    """Whether statements are prepared here: on PostgreSQL, outside a transaction, unless connections keep none."""
    here = connections[DEFAULT_DB_ALIAS]
    shared = here.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS") or here.alias in _given_up
    return here.vendor == "postgresql" and not shared and not here.in_atomic_block


def give_up(refused: DatabaseError) -> None:
    """Prepare no more, where the connections keep no statements; raises what was refused for another reason."""
    if getattr(refused.__cause__, "pgcode", None) not in GONE:
        raise refused
    _given_up.add(connection.alias)
    logger.warning("The database's connections keep no statements: %s", refused)


def prepare(cursor: Any, name: str, kinds: str, text: str) -> None:
    """Let the connection know a statement by a name that nothing else has, unless it does; `kinds` are in brackets."""
    known = _prepared.setdefault(connection.connection, set())
    if name in known:
        return
    if len(known) >= MOST:
        cursor.execute("DEALLOCATE ALL")
        known.clear()
    cursor.execute(f"{ONE_PLAN}; PREPARE {name}{kinds} AS {text}")
    known.add(name)


def in_brackets(words: Iterable[str]) -> str:
    """Words as a list in brackets; nothing where there are none."""
    listed = ", ".join(words)
    return f" ({listed})" if listed else ""
