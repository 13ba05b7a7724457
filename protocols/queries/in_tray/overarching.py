"""Newer overarching versions, for the officers of the thematic protocols that stand under older ones."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from partners.models import Role
from portal.among import Among
from protocols.facts.parents import outside_parent
from protocols.models import ProtocolVersion
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, about, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.queries.in_tray.scopes import run_by
from protocols.states import WORKING, State
from protocols.texts.known import listing

UNDER_WAY = (*WORKING, State.APPROVAL, State.SIGNING)


def _behind(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """One line a thematic protocol: of the version being written, else of that in force."""
    in_force = ProtocolVersion.objects.filter(
        protocol=OuterRef("parent__protocol"), state=State.IN_FORCE.value, number__gt=OuterRef("parent__number")
    ).order_by()
    newer = ProtocolVersion.objects.filter(
        protocol=OuterRef("protocol"), state=State.IN_FORCE.value, number__gt=OuterRef("number")
    )
    others = ProtocolVersion.objects.filter(
        protocol=OuterRef("protocol"), state__in=[state.value for state in UNDER_WAY]
    )
    settled = Q(state=State.IN_FORCE.value) & ~Exists(others)
    if officers_of(roles):
        live = (*WORKING, State.IN_FORCE)
        above = Among("pk", run_by(roles, *live, column="parent_id"))
        old = ProtocolVersion.objects.filter(above, Exists(newer)).order_by().values("pk")
        found = ProtocolVersion.objects.filter(
            Among("parent_id", old), Q(state__in=[state.value for state in WORKING]) | settled,
            Among("pk", run_by(roles, *live)),
        )  # fmt: skip
        yield narrow(found, version="pk", number="parent__number",
                     other=Subquery(in_force.values("pk")[:1]),
                     since=Subquery(in_force.values("state_since")[:1]))  # fmt: skip


def _newer(line: Line, found: Found) -> Item:
    version, newer = found.versions[line.version], found.versions[line.other]
    what = f"{newer} is in force; this protocol inherits from version {line.number}"
    role = found.officer(line.version)
    return Item(what, about(version), role, line.since, "See what it changes", page(version, "overarching"))


def _stopped(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Texts being approved or signed that name a party which cannot sign them any more."""
    if officers_of(roles):
        mine = Among("version_id", run_by(roles, State.APPROVAL, State.SIGNING))
        outside = outside_parent().filter(mine).order_by().values("version")
        stopped = ProtocolVersion.objects.filter(Among("pk", outside))
        yield narrow(stopped, version="pk", other="parent_id", since="state_since")


def _left(line: Line, found: Found) -> Item:
    version, parent = found.versions[line.version], found.versions[line.other]
    what = f"{listing(found.outside[version.pk])} cannot sign this: not bound by {parent.reference}"
    role = found.officer(line.version)
    return Item(what, about(version), role, line.since, "Take it back to draft", page(version, "take_back"))


NEWER_OVERARCHING = Kind(_behind, _newer)
LEFT_OVERARCHING = Kind(_stopped, _left)
