"""One statement for all that an in-tray lists: put together once a day for each set of kinds of role, then kept.

Putting so many queries together takes Django several times as long as the database takes to answer them, and comes to
the same text for everybody who holds the same kinds of role: only the keys of their roles, partners and partnerships
differ. So the text is made with keys that nobody has, and the reader's are put in their places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet

from partners.models import Role
from protocols.queries.in_tray.finding import LISTS
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.scopes import named
from protocols.queries.in_tray.standing_in import Asked, heads_of, stand_ins


@dataclass(frozen=True)
class Question:
    """What stands at the head of an in-tray, as SQL, and the rows of each of its lists."""

    heads: Asked
    lists: tuple[Asked, ...]


@lru_cache(maxsize=256)
def put_together(kinds: tuple[str, ...], today: date) -> Question:
    """The rows of each list, for the stand-ins; `today` is the day of which they speak, and when they are made anew."""
    roles = stand_ins(kinds)
    with named():
        lists = tuple(_of_list(kinds_of, roles) for kinds_of in LISTS)
    return Question(heads_of(roles, lists), lists)


def _of_list(kinds: Sequence[Any], roles: Sequence[Role]) -> Asked:
    parts, params = list[str](), list[Any]()
    for number, kind in enumerate(kinds):
        for rows in kind.rows(roles) if isinstance(kind, Kind) else ():
            try:
                sql, given = rows.query.sql_with_params()
            except EmptyResultSet:
                continue
            parts.append(f"SELECT {number} AS kind, rows_{number}.* FROM ({sql}) rows_{number}")  # noqa: S608 - Django wrote it
            params.extend(given)
    return Asked(" UNION ALL ".join(parts), tuple(params))
