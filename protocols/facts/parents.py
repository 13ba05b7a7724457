"""How a thematic version stands to its overarching protocol: whether a newer version is in force, and who is bound."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.preparing import prepared
from portal.reading import once
from protocols.facts.binding import bound_on
from protocols.facts.counting import counted_with
from protocols.models import Party, ProtocolVersion
from protocols.states import SETTLED, State

OVER = SETTLED - {State.IN_FORCE} | {State.ABANDONED}
"""The states in which nothing is adopted any more."""


@once
def newer_parent(version: ProtocolVersion) -> ProtocolVersion | None:
    """The overarching version in force, where it is a newer one than the version stands under; at most one query."""
    if version.parent is None or version.status in OVER:
        return None
    known = counted_with(version)
    if known is not None and not known.newer:
        return None
    return next(iter(_newer(version.parent.protocol_id, version.parent.number)), None)


@prepared
def _newer(protocol_id: int, number: int) -> QuerySet[ProtocolVersion]:
    """The version of a protocol in force after one of that number."""
    in_force = ProtocolVersion.objects.filter(protocol_id=protocol_id, state=State.IN_FORCE.value, number__gt=number)
    return in_force.select_related("protocol")[:1]


def bound_by(parent_id: int | None) -> set[int]:
    """The partners bound by an overarching version today: one query.

    They are its own parties, and those that acceded to it by signing a thematic protocol now in force; not who left.
    """
    return set(_bound_partners(parent_id)) if parent_id is not None else set()


@prepared
def _bound_partners(parent_id: int) -> QuerySet[Party, int]:
    return _signed(parent_id).values_list("partner_id", flat=True)


@once
def unbound(version: ProtocolVersion) -> list[Party]:
    """The parties to a thematic version that its overarching version does not bind, in order of name."""
    return unbound_by(version.parent_id, version)


def unbound_by(parent_id: int | None, version: ProtocolVersion) -> list[Party]:
    """The parties to a thematic version that some overarching version does not bind, in order of name."""
    if parent_id is None:
        return []
    bound = bound_by(parent_id)
    return [party for party in version.all_parties() if party.partner_id not in bound]


def outside_parent() -> QuerySet[Party]:
    """The parties to thematic versions that their overarching protocol does not bind today, and that do not accede.

    Whoever left a later version of it has left it too. One query, for however many versions.
    """
    same, protocol = {"partner": OuterRef("partner")}, OuterRef("version__parent__protocol")
    today = Party.objects.filter(bound_on(), **same)
    acceded = today.filter(accedes_to_parent=True, version__state=State.IN_FORCE.value)
    own = today.filter(version=OuterRef("version__parent"))
    under = acceded.filter(version__parent=OuterRef("version__parent"))
    later = {"version__protocol": protocol, "version__state": State.IN_FORCE.value}
    left = Party.objects.filter(bound_until__lt=timezone.localdate(), **same, **later)
    again = today.filter(**later)
    bound = (Exists(own) | Exists(under)) & (~Exists(left) | Exists(again) | Exists(under))
    found = Party.objects.filter(~bound, version__parent__isnull=False, accedes_to_parent=False)
    return found.select_related("partner").order_by("partner__short_name", "pk")


def unable_to_sign(version: ProtocolVersion) -> list[Party]:
    """The parties that a thematic version names, and that cannot sign it: see `outside_parent`.

    At most one query; none without an overarching protocol.
    """
    return list(outside_parent().filter(version=version)) if version.parent_id is not None else []


def why_outside(version: ProtocolVersion, party: Party) -> str | None:
    """The sentence for a party that cannot sign a thematic version; None where it can."""
    if all(one.pk != party.pk for one in unable_to_sign(version)):
        return None
    if version.parent is None:
        raise LookupError("A version without a parent keeps nobody from signing.")
    return (
        f"{party} is not bound by {version.parent.protocol.reference}, so it cannot sign what is made under it. "
        "The partnership’s officer takes this back to draft, and there has it accede by signing, or leaves it out."
    )


def _signed(parent_id: int) -> QuerySet[Party]:
    itself, under = Q(pk=parent_id), Q(parent_id=parent_id, state=State.IN_FORCE.value)
    of_these = ProtocolVersion.objects.filter(itself | under).values("pk")  # found by index, unlike a party's own OR
    own_or_acceded = Q(version_id=parent_id) | Q(accedes_to_parent=True)
    return Party.objects.filter(own_or_acceded, version_id__in=of_these).filter(bound_on())
