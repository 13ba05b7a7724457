"""Newer overarching versions, for the officers of the thematic protocols that stand under older ones."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from partners.models import Role
from partners.roles import RoleKind
from protocols.facts.parents import outside_parent
from protocols.models import ProtocolVersion
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, about, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.states import WORKING, State
from protocols.texts.known import listing

WRITTEN = [state.value for state in WORKING]
UNDER_WAY = [*WRITTEN, State.APPROVAL.value, State.SIGNING.value]


def _behind(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """One line a thematic protocol: of the version being written, else of that in force."""
    officers = officers_of(roles)
    in_force = ProtocolVersion.objects.filter(
        protocol=OuterRef("parent__protocol"), state=State.IN_FORCE.value, number__gt=OuterRef("parent__number")
    ).order_by()
    others = ProtocolVersion.objects.filter(protocol=OuterRef("protocol"), state__in=UNDER_WAY)
    settled = Q(state=State.IN_FORCE.value) & ~Exists(others)
    found = ProtocolVersion.objects.filter(
        Q(state__in=WRITTEN) | settled, Exists(in_force), parent__isnull=False, protocol__partnership__in=officers
    )
    if officers:
        yield narrow(found, version="pk", place="protocol__partnership_id", number="parent__number",
                     other=Subquery(in_force.values("pk")[:1]),
                     since=Subquery(in_force.values("state_since")[:1]))  # fmt: skip


def _newer(line: Line, found: Found) -> Item:
    version, newer = found.versions[line.version], found.versions[line.other]
    what = f"{newer} is in force; this protocol inherits from version {line.number}"
    role = found.at(line.place, RoleKind.OFFICER)
    return Item(what, about(version), role, line.since, "See what it changes", page(version, "overarching"))


def _stopped(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Texts being approved or signed that name a party which cannot sign them any more."""
    officers = officers_of(roles)
    stopped = ProtocolVersion.objects.filter(
        Exists(outside_parent().order_by().filter(version=OuterRef("pk"))),
        state__in=[State.APPROVAL.value, State.SIGNING.value], protocol__partnership__in=officers,
    )  # fmt: skip
    if officers:
        yield narrow(stopped, version="pk", other="parent_id", place="protocol__partnership_id", since="state_since")


def _left(line: Line, found: Found) -> Item:
    version, parent = found.versions[line.version], found.versions[line.other]
    what = f"{listing(found.outside[version.pk])} cannot sign this: not bound by {parent.protocol.reference}"
    role = found.at(line.place, RoleKind.OFFICER)
    return Item(what, about(version), role, line.since, "Take it back to draft", page(version, "take_back"))


NEWER_OVERARCHING = Kind(_behind, _newer)
LEFT_OVERARCHING = Kind(_stopped, _left)
