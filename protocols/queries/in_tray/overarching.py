"""Newer overarching versions, for the officers of the thematic protocols that stand under older ones."""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q

from partners.models import Role
from protocols.facts.parents import outside_parent
from protocols.models import ProtocolVersion
from protocols.queries.in_tray.items import Item, about, officers_of, page
from protocols.states import WORKING, State
from protocols.texts.known import listing


def newer_overarching(roles: Sequence[Role]) -> Iterator[Item]:
    """One line a thematic protocol: of the version being written, else of that in force; two queries."""
    officers = officers_of(roles)
    if not officers:
        return
    for version, old, parent in _behind(officers):
        yield Item(
            what=f"{parent} is in force; this protocol inherits from version {old.number}",
            about=about(version),
            capacity=officers[version.protocol.partnership_id],
            since=parent.state_since,
            button="See what it changes",
            link=page(version, "overarching"),
        )


def left_overarching(roles: Sequence[Role]) -> Iterator[Item]:
    """Texts being approved or signed that name a party which cannot sign them any more; one query."""
    officers = officers_of(roles)
    if not officers:
        return
    outside = outside_parent().filter(
        version__state__in=[State.APPROVAL.value, State.SIGNING.value],
        version__protocol__partnership__in=officers,
    )
    names: dict[ProtocolVersion, list[str]] = {}
    for party in outside.select_related("version__protocol", "version__parent__protocol", "partner"):
        names.setdefault(party.version, []).append(str(party))
    for version, left in names.items():
        if version.parent is None:
            raise LookupError("Only versions with a parent are asked for here.")
        yield Item(
            what=f"{listing(left)} cannot sign this: not bound by {version.parent.protocol.reference}",
            about=about(version),
            capacity=officers[version.protocol.partnership_id],
            since=version.state_since,
            button="Take it back to draft",
            link=page(version, "take_back"),
        )


def _behind(officers: dict[int | None, Role]) -> Iterator[tuple[ProtocolVersion, ProtocolVersion, ProtocolVersion]]:
    """Each thematic version that is behind, the overarching version that it stands under, and the one in force."""
    newer = ProtocolVersion.objects.filter(protocol=OuterRef("parent__protocol"), state=State.IN_FORCE.value)
    being_written = [state.value for state in WORKING]
    others = ProtocolVersion.objects.filter(
        protocol=OuterRef("protocol"), state__in=[*being_written, State.APPROVAL.value, State.SIGNING.value]
    )
    settled = Q(state=State.IN_FORCE.value) & ~Exists(others)
    found = ProtocolVersion.objects.filter(Q(state__in=being_written) | settled, protocol__partnership__in=officers)
    behind = found.filter(Exists(newer.filter(number__gt=OuterRef("parent__number")))).order_by("pk")
    pairs = [(version, version.parent) for version in behind.select_related("protocol", "parent") if version.parent]
    parents = ProtocolVersion.objects.filter(protocol__in={old.protocol_id for _, old in pairs})
    in_force = parents.filter(state=State.IN_FORCE.value).select_related("protocol")
    by_protocol = {parent.protocol_id: parent for parent in in_force}
    return ((version, old, by_protocol[old.protocol_id]) for version, old in pairs)
