"""What the pages of agreements made elsewhere begin with: the officer's partnership, or an agreement one may see."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from partners.models import Partnership, Role
from partners.roles import RoleKind
from protocols.models import Agreement
from protocols.queries.elsewhere.agreements import visible_to, with_bodies
from protocols.views.fetching import capacity_of


def serving(request: HttpRequest) -> tuple[Role, Partnership]:
    """The officer's role and its partnership; for anybody else there is no such page."""
    capacity = capacity_of(request)
    if capacity.role is not RoleKind.OFFICER or capacity.partnership is None:
        raise Http404
    return capacity, capacity.partnership


def agreement_or_404(request: HttpRequest, pk: int) -> Agreement:
    """The agreement, with its bodies, if the reader may see it in this capacity."""
    return get_object_or_404(with_bodies(visible_to(capacity_of(request))), pk=pk)


def kept_agreement(request: HttpRequest, pk: int) -> tuple[Role, Agreement]:
    """The agreement, for the officer who keeps it."""
    capacity, _ = serving(request)
    return capacity, agreement_or_404(request, pk)
