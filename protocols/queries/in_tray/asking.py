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
from protocols.queries.in_tray.finding import LISTS
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.scopes import heads, named

KEYS = ("pk", "person_id", "partner_id", "partnership_id")
FIRST = -1_900_000_000
"""The first of the keys that stand for others; no row has a key below zero."""


@dataclass(frozen=True)
class Asked:
    """The rows of one list as SQL, with its parameters; empty where the roles find nothing there."""

    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """What stands at the head of an in-tray, as SQL, and the rows of each of its lists."""

    heads: Asked
    lists: tuple[Asked, ...]


def asked_of(roles: Sequence[Role], today: date) -> Question:
    """The rows of each list for these roles, ready for the database."""
    held = sorted(roles, key=lambda role: role.kind)
    kinds = tuple(role.kind for role in held)
    keys = {
        getattr(stand_in, name): getattr(role, name)
        for role, stand_in in zip(held, stand_ins(kinds), strict=True)
        for name in KEYS
    }
    kept = _put_together(kinds, today)
    return Question(_for(keys, kept.heads), tuple(_for(keys, one) for one in kept.lists))


def _for(keys: dict[int, Any], one: Asked) -> Asked:
    return Asked(one.sql, tuple(keys.get(param, param) if type(param) is int else param for param in one.params))


def stand_ins(kinds: Sequence[str]) -> list[Role]:
    """A role of each kind, with keys that nobody has."""
    return [_stand_in(kind, FIRST + place * len(KEYS)) for place, kind in enumerate(kinds)]


def _stand_in(kind: str, first: int) -> Role:
    officer = RoleKind(kind) is RoleKind.OFFICER
    place = {"partnership_id" if officer else "partner_id": first + 2}
    return Role(pk=first, person_id=first + 1, kind=kind, **place)


@lru_cache(maxsize=256)
def _put_together(kinds: tuple[str, ...], today: date) -> Question:
    """The rows of each list, for the stand-ins; `today` is the day of which they speak, and when they are made anew."""
    roles = stand_ins(kinds)
    with named():
        lists = tuple(_of_list(kinds_of, roles) for kinds_of in LISTS)
    return Question(_heads(roles, lists), lists)


def _heads(roles: Sequence[Role], lists: Sequence[Asked]) -> Asked:
    """What the lists name, written out once before them."""
    parts, params = list[str](), list[Any]()
    for name, rows in heads(roles).items():
        if any(f" FROM {name} own" in one.sql for one in lists):
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
