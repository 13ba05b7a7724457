"""Advice against that organisations go on without following, for those whom it concerns."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Decision
from protocols.states import State

ENDED = (State.SUPERSEDED.value, State.EXPIRED.value, State.TERMINATED.value, State.ABANDONED.value)


def not_followed_for(roles: Iterable[Role]) -> QuerySet[Decision]:
    """Advice set aside at the roles' own organisations, or on protocols of the officer's partnership; newest first.

    Of texts that are under way or in force. One query, with all that a list shows.
    """
    roles = list(roles)
    bodies = {role.partner_id for role in roles if role.partner_id and role.role is not RoleKind.VIEWER}
    places = {role.partnership_id for role in roles if role.partnership_id}
    mine = Q(party__partner__in=bodies) | Q(snapshot__version__protocol__partnership__in=places)
    found = Decision.objects.filter(mine, outcome=Decision.Outcome.NOT_FOLLOWED, snapshot__withdrawn_at=None)
    found = found.exclude(snapshot__version__state__in=ENDED).select_related(
        "snapshot__version__protocol__partnership", "snapshot__instrument__version__protocol", "party__partner",
        "answered_by__person", "answered_by__partner",
    )  # fmt: skip
    return found.defer("snapshot__text", "snapshot__rows_text").order_by("-answered_at", "-pk")
