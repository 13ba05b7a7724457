"""Who holds a post at the parties of a version today, and which of its parties its overarching protocol binds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from partners.models import Role
from portal.preparing import prepared
from portal.reading import once
from protocols.models import Party, ProtocolVersion

Held = Mapping[tuple[int | None, str], Sequence[Role]]


@once
def held_at(version: ProtocolVersion) -> Held:
    """Today's roles at the parties, by partner and kind, each with its person; one query."""
    found: defaultdict[tuple[int | None, str], list[Role]] = defaultdict(list)
    for role in _roles_at(version.pk):
        found[role.partner_id, role.kind].append(role)
    return found


@prepared
def _roles_at(version_id: int) -> QuerySet[Role]:
    at = Party.objects.filter(version=version_id).values("partner_id")
    held: QuerySet[Role] = Role.objects.current().filter(partner_id__in=at)
    return held.select_related("person", "partner").order_by("pk")
