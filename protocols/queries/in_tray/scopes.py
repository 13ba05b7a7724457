"""Which versions a person takes part in: those of their partnerships, and those to which their partners are party."""

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Party, ProtocolVersion
from protocols.states import SETTLED


def taking_part(roles: Sequence[Role], *, in_force: "Q | None" = None) -> "Iterator[QuerySet[ProtocolVersion]]":
    """The versions, in parts that have none in common: a database answers each of them by an index of its own.

    A viewer takes part in what has been settled. `in_force` narrows the parties that count.
    """
    versions = ProtocolVersion.objects.order_by()
    officers = [role.partnership_id for role in roles if role.role is RoleKind.OFFICER]
    partners = [role.partner_id for role in roles if role.partner_id and role.role is not RoleKind.VIEWER]
    viewing = [role.partner_id for role in roles if role.role is RoleKind.VIEWER]
    mine = Party.objects.filter(in_force or Q()).order_by()
    before = Q(pk__in=[])
    for keys, part in (
        (officers, Q(protocol__partnership__in=officers)),
        (partners, Q(pk__in=mine.filter(partner__in=partners).values("version"))),
        (viewing, Q(pk__in=mine.filter(partner__in=viewing).values("version"), state__in=[s.value for s in SETTLED])),
    ):
        if keys:
            yield versions.filter(part).exclude(before)
            before |= part
