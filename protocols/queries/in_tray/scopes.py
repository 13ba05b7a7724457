"""What belongs to a reader: the versions of the partnerships that they run, and the parties that their partners are.

Each kind of line begins from one of these two and finds what it looks for by the keys in it, so that the rest of the
portal does not matter. They are read once for all kinds: where the whole in-tray is asked for, they stand at its head
under a name (`named`); where one kind is asked for by itself, they are written out where they are used.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, Expression, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.facts.binding import not_left
from protocols.models import Party, Protocol, ProtocolVersion
from protocols.models.protocols import ARE_PARTIES
from protocols.states import SETTLED, State

RUN, AT = "run", "at"
"""The names under which the two stand at the head of an in-tray."""
_NAMED: ContextVar[bool] = ContextVar("named", default=False)


class Own(Expression):
    """One column of what belongs to the reader, as a query: of the rows for which columns have one of some values."""

    def __init__(self, name: str, rows: "QuerySet[Any]", column: str, **where: Collection[Any]) -> None:
        super().__init__(output_field=IntegerField())
        self.name, self.rows, self.column, self.where = name, rows, column, where

    def as_sql(self, _: Any, connection: Any) -> Any:
        """The query: of the rows at the head, or of rows written out here."""
        source, params = (self.name, list[Any]()) if _NAMED.get() else _written_out(self.rows, connection)
        conditions = []
        for column, values in self.where.items():
            if not values:
                raise EmptyResultSet
            conditions.append(f"own.{column} IN ({', '.join(['%s'] * len(values))})")
            params.extend(values)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"(SELECT own.{self.column} FROM {source} own{where})", params  # noqa: S608 - its parts are ours


def _written_out(rows: "QuerySet[Any]", connection: Any) -> tuple[str, list[Any]]:
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return f"({sql})", list(params)


@contextmanager
def named() -> Iterator[None]:
    """Within, queries name the two, and whoever puts them together writes `heads` before them."""
    token = _NAMED.set(True)
    try:
        yield
    finally:
        _NAMED.reset(token)


def heads(roles: Sequence[Role]) -> dict[str, "QuerySet[Any]"]:
    """The rows of each of the two, by its name, for all that is asked for these roles."""
    return {RUN: _run(roles), AT: _at([role.partner_id for role in roles if role.partner_id])}


def run_by(roles: Sequence[Role], *states: State, column: str = "id") -> Own:
    """The versions, in any of the states where some are given, of the partnerships of which the roles are officers."""
    where = {"state": [state.value for state in states]} if states else {}
    return Own(RUN, _run(roles), column, **where)


def parties_of(
    partners: Sequence[int | None], *states: State, column: str = "id", joined: bool = False, bound: bool = False
) -> Own:
    """The parties that the partners are, to versions in any of the states; or, by `column`, those versions.

    `joined` leaves out those whose accession is not signed yet, `bound` also those that have left.
    """
    where: dict[str, list[Any]] = {"partner_id": list(partners)}
    if states:
        where["state"] = [state.value for state in states]
    if joined or bound:
        where["joined"] = [1]
    if bound:
        where["bound"] = [1]
    return Own(AT, _at(partners), column, **where)


def _run(roles: Sequence[Role]) -> "QuerySet[Any]":
    officers = [role.partnership_id for role in roles if role.role is RoleKind.OFFICER]
    own = Protocol.objects.filter(partnership__in=officers).order_by().values("pk")
    found = ProtocolVersion.objects.filter(Among("protocol_id", own)).order_by()
    return found.values("id", "state", "protocol_id", "officer_id", "parent_id")


def _at(partners: Sequence[int | None]) -> "QuerySet[Any]":
    state = ProtocolVersion.objects.filter(pk=OuterRef("version_id")).order_by().values("state")
    found = Party.everyone.filter(partner__in=partners).order_by()
    return found.values(
        "id", "version_id", "partner_id", state=Subquery(state), joined=_one_if(ARE_PARTIES),
        bound=_one_if(not_left(timezone.localdate())),
    )  # fmt: skip


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def taking_part(roles: Sequence[Role], *states: State, bound: bool = False) -> "Iterator[Callable[[str], Q]]":
    """Which versions, in any of the states, a person takes part in: for a column that names one, in separate parts.

    They are those of the partnerships that the roles run, and those to which their partners are party; a viewer takes
    part in what has been settled. `bound` leaves out the partners that have left. No version is in two of the parts.
    """
    partners = [role.partner_id for role in roles if role.partner_id and role.role is not RoleKind.VIEWER]
    viewing = [role.partner_id for role in roles if role.role is RoleKind.VIEWER]
    seen = [state for state in states or SETTLED if state in SETTLED]
    party: Any = {"column": "version_id", "joined": True, "bound": bound}
    parts = list[Own]()
    if any(role.role is RoleKind.OFFICER for role in roles):
        parts.append(run_by(roles, *states))
    if partners:
        parts.append(parties_of(partners, *states, **party))
    if viewing and seen:
        parts.append(parties_of(viewing, *seen, **party))
    for number, part in enumerate(parts):
        yield partial(_in_part, part, parts[:number])


def _in_part(part: Own, before: Sequence[Own], column: str) -> Q:
    within = Q(Among(column, part))
    for earlier in before:
        within &= ~Q(Among(column, earlier))
    return within
