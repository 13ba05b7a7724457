"""Which rows each act of any test holds, one after the other, on PostgreSQL; said in a sentence where that is wrong.

Only what was there before the act is looked at: nobody else knows of what it makes. A transaction that a test itself
opens is not looked at, since a test puts several acts into one.
"""

import re
import sys
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_save

from tests.lock_order import BEHIND, GATE, MAY_GO, ORDER, SEVERAL

HELD = re.compile(r"^SELECT.* FOR (?:NO KEY )?UPDATE(?: OF (?P<of>[^)]+?))?(?: SKIP LOCKED| NOWAIT)?\s*$", re.S)
AT_THE_END = 200  # characters, in which a query says that it holds what it reads
WRITTEN = re.compile(r'^\s*(?:UPDATE|DELETE FROM) "(?P<table>\w+)"')
ADDED = re.compile(r'^\s*INSERT INTO "(?P<table>\w+)"')
TOLD = 'INSERT INTO "audit_auditevent"'  # by which the end of the trail moves, whether it was held before or not
SOURCE = re.compile(r'(?:FROM|JOIN) "(\w+)"(?: (\w\d+)\b)?')
KEY = r'"{table}"\."(?:id|key|name)" (?:= |IN \()([^\s,()]+)(?![\w,])'
END = ORDER[-1]
RANK = {table: rank for rank, table in enumerate(ORDER)}
OPENERS = ("contextlib.py", "audit/acts.py")
NOT_OURS = ("/tests/", "/site-packages/")

trouble: list[str] = []
_here = threading.local()


class Holding:
    """What one transaction has held so far, and what it made."""

    def __init__(self, place: str, name: str) -> None:
        self.place, self.name, self.depth = place, name, 0
        self.held: list[tuple[str, str]] = []
        self.ranked: dict[str, float] = {}  # tables whose rows it has not to itself, by where they stand
        self.made: set[tuple[str, str]] = set()
        self.named: set[str] = set()  # tables whose rows are named by what it adds

    def hold(self, table: str, key: str) -> None:
        """One more row; `key` is empty where it was looked for otherwise than by its number."""
        if {(table, key), (table, "")}.intersection(self.held) or (table, key) in self.made:
            return
        before = {one for one, _ in self.held}
        self.held.append((table, key))
        if table == END:
            self._look_at_names(before | {one for one, _ in self.made})
        if any(gate in before and gate != table and table.startswith(rows) for gate, rows in BEHIND.items()):
            return
        rank = RANK.get(table, RANK[END] - 0.5)
        if table in {one for one, other in self.held[:-1] if other and key} and (table, self.name) not in SEVERAL:
            self._tell(f"two rows of {table} one after the other. Hold them in one query, in the order of their keys.")
        for other, stands in self.ranked.items():
            if stands > rank or (stands == rank and other != table):
                self._tell(f"a row of {other}, then one of {table}: another act may hold them the other way round.")
        self.ranked[table] = rank

    def _look_at_names(self, known: set[str]) -> None:
        """At the end the database looks for what is named, and would wait for whoever deletes it."""
        for table in () if GATE in known else self.named - known:
            self._tell(f"the trail's end, and adds what names a row of {table}, without holding that or its version.")

    def _tell(self, what: str) -> None:
        trouble.append(f"{self.place}, {self.name}() holds {what} See tests/lock_order.py.")


def _enter(enter: Callable[..., None], atomic: transaction.Atomic) -> None:
    if getattr(_here, "holding", None) is None:
        frame = sys._getframe(2)
        while frame.f_back is not None and frame.f_code.co_filename.endswith(OPENERS):
            frame = frame.f_back
        place = frame.f_code.co_filename
        if not any(part in place for part in NOT_OURS):
            _here.holding = Holding(place, frame.f_code.co_name)
    if getattr(_here, "holding", None) is not None:
        _here.holding.depth += 1
    enter(atomic)


def _leave(leave: Callable[..., None], atomic: transaction.Atomic, *problem: Any) -> None:
    try:
        leave(atomic, *problem)
    finally:
        holding = getattr(_here, "holding", None)
        if holding is not None:
            holding.depth -= 1
            _here.holding = holding if holding.depth else None


def _watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    answer = execute(sql, params, many, context)
    holding = getattr(_here, "holding", None)
    if holding is not None:
        if added := ADDED.match(sql):
            holding.named |= _names().get(added["table"], set())
        for table in _tables(sql):
            holding.hold(table, _key(table, sql, params))
    return answer


@cache
def _names() -> dict[str, set[str]]:
    """The tables of which rows name others that may go, and those."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        named = {field.related_model._meta.db_table for field in model._meta.concrete_fields if field.related_model}
        found[model._meta.db_table] = named.intersection(MAY_GO)
    return found


def _tables(sql: str) -> list[str]:
    """The tables of which a statement holds rows."""
    if sql.startswith(TOLD):
        return [END]
    if written := WRITTEN.match(sql):
        return [written["table"]]
    if "UPDATE" not in sql[-AT_THE_END:] or not (held := HELD.match(sql)):
        return []
    named = {alias or table: table for table, alias in SOURCE.findall(sql)}
    wanted = re.findall(r"\w+", held["of"]) if held["of"] else named
    return [named.get(one, one) for one in wanted]


def _key(table: str, sql: str, params: Any) -> str:
    """The number by which a row is looked for, as the driver would write it; empty where it is looked for otherwise."""
    if table == END:
        return ""
    where = sql.rpartition(" WHERE ")[2]
    found = re.search(KEY.format(table=table), where)
    if found is None or found[1] != "%s":
        return found[1] if found else ""
    before = sql[: len(sql) - len(where) + found.start(1)].count("%s")
    return str(params[before])


def _made(sender: Any, instance: Any, created: bool, **_: Any) -> None:
    holding = getattr(_here, "holding", None)
    if created and holding is not None:
        holding.made.add((sender._meta.db_table, str(instance.pk)))


def look_on() -> None:
    """From now on, look at every transaction of this process."""
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    transaction.Atomic.__enter__ = lambda self: _enter(enter, self)
    transaction.Atomic.__exit__ = lambda self, *problem: _leave(leave, self, *problem)
    post_save.connect(_made, dispatch_uid=__name__)
    connection_created.connect(_listen, dispatch_uid=__name__)
    _listen(None, connection)


def _listen(sender: Any, connection: Any, **_: Any) -> None:
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)
