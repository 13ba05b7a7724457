"""Who may be party to a version, and who has signed the protocol that it stands under."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from partners.models import Partner, Role
from partners.roles import RoleKind
from portal.preparing import prepared
from protocols.facts.parents import bound_by, unbound
from protocols.models import Party, ProtocolVersion
from protocols.queries.leaving_with import LeavingWith, leaving_with_parent
from protocols.queries.protocols import place_of, seen_from
from protocols.states import State
from protocols.texts.known import listing


def members(partnership_id: int | None) -> QuerySet[Partner]:
    """The approved members of a partnership, in order of name."""
    of_partnership = Q(memberships__partnership_id=partnership_id)
    return Partner.objects.filter(of_partnership, status=Partner.Status.APPROVED).distinct()


def candidates(version: ProtocolVersion) -> QuerySet[Partner]:
    """The partners that may be party: approved members of the partnership, in order of name."""
    return members(version.protocol.partnership_id)


def signed_parent(version: ProtocolVersion) -> set[int]:
    """The partners bound by the overarching version that this one stands under.

    They are its own parties, and those that acceded to it by signing a thematic protocol now in force.
    """
    return bound_by(version.parent_id)


@dataclass(frozen=True)
class NotSigned:
    """The parties to a thematic version that the overarching version does not bind yet, or any more.

    Those acceding will be bound by signing this one; for those waiting, nobody has said how they will be. Those leaving
    are bound still, and cannot sign this once they are not.
    """

    acceding: Sequence[Party] = ()
    waiting: Sequence[Party] = ()
    leaving: Sequence[LeavingWith] = ()

    @property
    def names(self) -> str:
        """Those waiting, as a sentence has them."""
        return listing([str(party) for party in self.waiting])

    @property
    def acceding_names(self) -> str:
        """Those acceding, as a sentence has them."""
        return listing([str(party) for party in self.acceding])


def not_signed(version: ProtocolVersion) -> NotSigned:
    """The parties that have not signed the overarching version, or leave it before they have signed this.

    One query, and two more while it is approved or signed; none without a parent.
    """
    if version.parent_id is None or version.status is State.ABANDONED:
        return NotSigned()
    parties = unbound(version)
    return NotSigned(
        acceding=[party for party in parties if party.accedes_to_parent],
        waiting=[party for party in parties if not party.accedes_to_parent],
        leaving=_leaving(version) if version.status in (State.APPROVAL, State.SIGNING) else (),
    )


def _leaving(version: ProtocolVersion) -> list[LeavingWith]:
    today = timezone.localdate()
    found = leaving_with_parent(version)
    return [one for one in found if one.until >= today and not one.party.accedes_to_parent]


def parties_of(version: ProtocolVersion) -> QuerySet[Party]:
    """The parties with their partners."""
    return version.parties.select_related("partner").order_by("partner__short_name", "pk")


def partners_seen(capacity: Role | None) -> list[tuple[int, str]]:
    """The partners that are party to something the reader may see, by key and name, for narrowing the list."""
    return _seen(place_of(capacity), role=capacity.role) if capacity else []


@prepared
def _seen(place: int, *, role: RoleKind) -> QuerySet[Partner, tuple[int, str]]:
    seen = Party.objects.filter(version__in=seen_from(place, role)).values("partner_id")
    return Partner.objects.filter(pk__in=seen).order_by("short_name").values_list("pk", "short_name")
