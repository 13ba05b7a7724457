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
from partners.roles import RoleKind
from portal.statements import Slot
from protocols.queries.in_tray.finding import LISTS
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.scopes import heads, named

KEYS = 3
"""How many keys a role has: its own, its holder's, and that of the partner or partnership at which it is held."""
FIRST, MOST = -1_900_000_000, 1_000_000
"""The first of the keys that stand for others, and more of them than anybody has; no row has a key below zero."""


@dataclass(frozen=True)
class Asked:
    """Rows as SQL, with its parameters; empty where the roles find nothing there."""

    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """What stands at the head of an in-tray, as SQL, and the rows of each of its lists."""

    heads: Asked
    lists: tuple[Asked, ...]


def in_order(roles: Sequence[Role]) -> list[Role]:
    """The roles in the order in which their keys are given."""
    return sorted(roles, key=lambda role: role.kind)


def keys_of(roles: Sequence[Role]) -> list[int]:
    """The keys of roles, where the stand-ins' slots look for them."""
    return [key or 0 for role in roles for key in (role.pk, role.person_id, role.partner_id or role.partnership_id)]


def slots(params: Sequence[Any]) -> tuple[Any, ...]:
    """The parameters, with a slot for each key of a stand-in."""
    return tuple(Slot(one - FIRST) if type(one) is int and one < FIRST + MOST else one for one in params)


@lru_cache(maxsize=256)
def put_together(kinds: tuple[str, ...], today: date) -> Question:
    """The rows of each list, for the stand-ins; `today` is the day of which they speak, and when they are made anew."""
    roles = stand_ins(kinds)
    with named():
        lists = tuple(_of_list(kinds_of, roles) for kinds_of in LISTS)
    return Question(heads_of(roles, lists), lists)


def stand_ins(kinds: Sequence[str]) -> list[Role]:
    """A role of each kind, with keys that nobody has."""
    return [_stand_in(kind, FIRST + place * KEYS) for place, kind in enumerate(kinds)]


def _stand_in(kind: str, first: int) -> Role:
    officer = RoleKind(kind) is RoleKind.OFFICER
    place = {"partnership_id" if officer else "partner_id": first + 2}
    return Role(pk=first, person_id=first + 1, kind=kind, **place)


def heads_of(roles: Sequence[Role], asked: Sequence[Asked]) -> Asked:
    """What these name, written out once before them."""
    parts, params = list[str](), list[Any]()
    for name, rows in heads(roles).items():
        if any(f" FROM {name} own" in one.sql for one in asked):
            sql, given = rows.query.sql_with_params()
            parts.append(f"{name} AS ({sql})")
            params.extend(given)
    return Asked(", ".join(parts), tuple(params))


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
