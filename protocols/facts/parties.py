"""Who holds a post at the parties of a version today, and which of its parties its overarching protocol binds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from partners.models import Role
from portal.reading import once
from protocols.models import ProtocolVersion

Held = Mapping[tuple[int | None, str], Sequence[Role]]


@once
def held_at(version: ProtocolVersion) -> Held:
    """Today's roles at the parties, by partner and kind, each with its person; one query."""
    found: defaultdict[tuple[int | None, str], list[Role]] = defaultdict(list)
    roles = Role.objects.current().filter(partner_id__in=[party.partner_id for party in version.all_parties()])
    for role in roles.select_related("person", "partner").order_by("pk"):
        found[role.partner_id, role.kind].append(role)
    return found
