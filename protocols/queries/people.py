"""Who takes part in a version, and whom a comment names."""

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from partners.models import Role
from partners.roles import RoleKind
from portal.preparing import prepared
from protocols.models import Party, ProtocolVersion

VIEWER = RoleKind.VIEWER.value


def people_in(version: ProtocolVersion) -> list[Role]:
    """Everyone who may comment on a version, each person once, by name; one query."""
    roles = _taking_part(version.pk, version.protocol.partnership_id)
    return list({role.person_id: role for role in reversed(roles)}.values())[::-1]


@prepared
def _taking_part(version_id: int, partnership_id: int) -> QuerySet[Role]:
    parties = Party.objects.filter(version=version_id).values("partner_id")
    # Each by its own index: an OR of the two would read the roles of all partnerships.
    at_parties, of_partnership = (
        Role.objects.filter(partner__in=parties),
        Role.objects.filter(Q(partnership_id=partnership_id)),
    )
    mine = at_parties.order_by().values("pk").union(of_partnership.order_by().values("pk"))
    held: QuerySet[Role] = Role.objects.current().filter(pk__in=mine).exclude(kind=VIEWER)
    return held.select_related("person", "partner", "partnership").order_by("person__name", "pk")


def named_in(words: str, people: Iterable[Role]) -> list[Role]:
    """Those whose whole name follows an @ in the words. Of people with one name all are meant."""
    if "@" not in words:
        return []
    tidy = " ".join(words.split()).casefold()
    return [one for one in people if re.search(rf"(?<!\w)@{re.escape(_name(one))}(?!\w)", tidy)]


def _name(role: Role) -> str:
    return " ".join(role.person.name.split()).casefold()
