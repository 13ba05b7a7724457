"""Roles that stand in for a reader's while a query is put together, and the slots where the reader's keys then go."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.statements import Slot, Statement
from protocols.queries.in_tray.scopes import heads, named

Build = Callable[..., "QuerySet[Any]"]

KEYS = 3
"""How many keys a role has: its own, its holder's, and that of the partner or partnership at which it is held."""
FIRST, MOST = -1_900_000_000, 1_000_000
"""The first of the keys that stand for others, and more of them than anybody has; no row has a key below zero."""


@dataclass(frozen=True)
class Asked:
    """Rows as SQL, with its parameters; empty where the roles find nothing there."""

    sql: str
    params: tuple[Any, ...]


def in_order(roles: Sequence[Role]) -> list[Role]:
    """The roles in the order in which their keys are given."""
    return sorted(roles, key=lambda role: role.kind)


def keys_of(roles: Sequence[Role]) -> list[int]:
    """The keys of roles, where the stand-ins' slots look for them."""
    return [key or 0 for role in roles for key in (role.pk, role.person_id, role.partner_id or role.partnership_id)]


def slots(params: Sequence[Any]) -> tuple[Any, ...]:
    """The parameters, with a slot for each key of a stand-in."""
    return tuple(Slot(one - FIRST) if type(one) is int and one < FIRST + MOST else one for one in params)


def keyed(build: Build, roles: Sequence[Role], *shape: Hashable) -> list[Any]:
    """The rows of a query set that is built from roles, put together once a day for each set of kinds of role.

    `shape` is what else it is built from: each is put together by itself, so there must be few.
    """
    held = in_order(roles)
    return _built(build, tuple(role.kind for role in held), timezone.localdate(), *shape).rows(keys_of(held))


@lru_cache(maxsize=256)
def _built(build: Build, kinds: tuple[str, ...], _: date, *shape: Hashable) -> Statement:
    roles = stand_ins(kinds)
    with named():
        rows = Asked(*build(roles, *shape).query.sql_with_params())
    head = heads_of(roles, [rows])
    return Statement(f"WITH {head.sql} {rows.sql}", slots([*head.params, *rows.params]))


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
