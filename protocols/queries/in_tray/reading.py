"""Reading the lists of an in-tray: counted, sorted and cut into pages by the database, in one query for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from partners.models import Role
from portal.statements import Slot, Statement
from protocols.queries.in_tray.asking import Question, put_together
from protocols.queries.in_tray.finding import LISTS
from protocols.queries.in_tray.items import Item
from protocols.queries.in_tray.lines import NEVER, Line
from protocols.queries.in_tray.standing_in import KEYS, Asked, in_order, keys_of, slots

ALL = 1_000_000_000
"""The size of a page on which everything stands, and a page number beyond every last one."""
ORDER = "since, due, kind, name, pk"
ORDERS = (ORDER, ORDER, ORDER, "since DESC, pk")


@dataclass(frozen=True)
class Cut:
    """Which page of a list is wanted, counted from 1, and how many lines a page has. Beyond the last, the last."""

    size: int = ALL
    number: int = 1

    @classmethod
    def asked(cls, number: str | None, size: int) -> "Cut":
        """What an address asks for; what is no number asks for the first page."""
        try:
            page = int(number or 1)
        except ValueError:
            page = 1
        return cls(size, page if 1 <= page < ALL else ALL)


@dataclass
class Listed:
    """The lines of one page of a list, and how many lines the list has."""

    total: int = 0
    lines: list[Line] = field(default_factory=list)


def read(roles: Sequence[Role], cuts: Sequence[Cut], computed: dict[int, list[Item]]) -> list[Listed]:
    """Each list, cut; `computed` are the items of the first list that are not the database's to find, by their kind."""
    held, today = in_order(roles), timezone.localdate()
    kinds = tuple(role.kind for role in held)
    given = [*keys_of(held), *(number for cut in cuts for number in (cut.size, cut.number - 1))]
    more = _rows_of(computed)
    if more:
        rows = _with(put_together(kinds, today), more, len(held)).once(given)
    else:
        statement = _without(kinds, today)
        rows = statement.rows(given) if statement else []
    found = [Listed() for _ in LISTS]
    for number, total, _, *columns in sorted(rows, key=lambda row: (row[0], row[2])):
        found[number].total = total
        found[number].lines.append(_line(columns))
    return found


@lru_cache(maxsize=256)
def _without(kinds: tuple[str, ...], today: date) -> Statement | None:
    """The question of those who hold such roles, where nothing was computed; None where there is nothing to ask."""
    question = put_together(kinds, today)
    return _statement(question, question.lists, len(kinds)) if any(one.sql for one in question.lists) else None


def _with(question: Question, more: Sequence[Sequence[Any]], roles: int) -> Statement:
    """The question, with rows that were computed in its first list."""
    one = f"({', '.join(['%s'] * len(Line._fields))})"
    values = f"VALUES {', '.join([one] * len(more))}"
    rows = question.lists[0]
    first = Asked(f"{rows.sql} UNION ALL {values}", (*rows.params, *(value for row in more for value in row)))
    return _statement(question, (first, *question.lists[1:]), roles)


def _statement(question: Question, lists: Sequence[Asked], roles: int) -> Statement:
    """The lists that there are, each cut into pages; the cuts are given after the keys of the roles."""
    named, shown = [question.heads.sql] if question.heads.sql else [], list[str]()
    params, limits = list(question.heads.params), list[Any]()
    for number, rows in enumerate(lists):
        if rows.sql:
            named.append(f"list_{number} ({', '.join(Line._fields)}) AS ({rows.sql})")
            shown.append(_page(number))
            params.extend(rows.params)
            size, nth = (Slot(roles * KEYS + number * 2 + place) for place in (0, 1))
            limits.extend([size, nth, size, size, nth])
    return Statement(f"WITH {', '.join(named)} {' UNION ALL '.join(shown)}", (*slots(params), *limits))


def _page(number: int) -> str:
    """The lines of one list that stand on the page asked for, or on the last."""
    counted = f"SELECT COUNT(*) OVER () AS total, ROW_NUMBER() OVER (ORDER BY {ORDERS[number]}) AS nth, list_{number}.*"
    last = "(total - 1) / %s"
    return (
        f"SELECT {number} AS list, counted_{number}.* FROM ({counted} FROM list_{number}) counted_{number} "  # noqa: S608 - ours
        f"WHERE (nth - 1) / %s = CASE WHEN %s > {last} THEN {last} ELSE %s END"
    )


def _rows_of(computed: dict[int, list[Item]]) -> list[tuple[Any, ...]]:
    """The lines of what was computed."""
    ops = connection.ops
    return [
        (kind, place, 0, 0, 0, 0, 0, 0, "", "", ops.adapt_datetimefield_value(one.since),
         ops.adapt_datefield_value(one.due or NEVER))
        for kind, items in computed.items() for place, one in enumerate(items)
    ]  # fmt: skip


def _line(columns: Sequence[Any]) -> Line:
    """A row as a line: SQLite keeps times and days as text."""
    *keys, since, due = columns
    if isinstance(since, str):
        since, due = datetime.fromisoformat(since).replace(tzinfo=UTC), date.fromisoformat(due)
    return Line._make([*keys, since, due])
