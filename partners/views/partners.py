"""The list of partners, and the page of one."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.forms.finding import FindForm
from partners.loader.names import name_key
from partners.models import Partner, Partnership, Role
from partners.permissions import can_decide, can_invite, can_read_trail, can_serve_partnership
from partners.queries import (
    is_member,
    joined_first,
    open_invitations,
    people_of,
    visible_partners,
    waiting_registrations,
)
from partners.roles import RoleKind
from partners.services.applications import posts_of
from partners.services.inviting_bodies import why_not_invite
from partners.states import Standing
from partners.views.acting import acting

A_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The partners that the person may see, searched and filtered."""
    capacity = acting(request)
    found = joined_first(visible_partners(capacity))
    form = FindForm(request.GET or None)
    if form.is_valid():
        found = _narrowed(found, form.cleaned_data["q"], form.cleaned_data["status"], form.cleaned_data["kind"])
    kept = {name: value for name, value in request.GET.items() if name != "page" and value}
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "query": f"{urlencode(kept)}&" if kept else "",
        "narrowed": bool(kept),
        "is_officer": capacity is not None and capacity.role is RoleKind.OFFICER,
        "waiting": waiting_registrations([capacity] if capacity else []),
    }
    return render(request, "partners/list.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Who a partner is, its assurance, and its people and their roles."""
    capacity = acting(request)
    partner = get_object_or_404(visible_partners(capacity), slug=slug)
    people = list(people_of(partner))
    held = {role.role for role in people}
    context = {
        "partner": partner,
        "people": people,
        "posts_empty": [post for post in (RoleKind.CONTACT, *posts_of(partner.body)) if post not in held],
        "memberships": partner.memberships.select_related("partnership").order_by("since"),
        "registration": getattr(partner, "registration", None),
        "shows_mailboxes": capacity is not None and capacity.partner_id in (None, partner.pk),
        **_doors(partner, capacity),
    }
    return render(request, "partners/detail.html", context)


def _narrowed(found: QuerySet[Partner], words: str, status: str, kind: str) -> QuerySet[Partner]:
    key = name_key(words)
    if key:
        found = found.filter(Q(name_key__contains=key) | Q(short_key__contains=key))
    if status:
        found = found.filter(status=status)
    return found.filter(kind=kind) if kind else found


def _doors(partner: Partner, capacity: Role | None) -> dict[str, object]:
    """What the person can do from the partner's page."""
    registration = getattr(partner, "registration", None)
    doors: dict[str, object] = {"to_decide": False, "manages": False}
    if capacity is None:
        return doors
    doors["reads_trail"] = can_read_trail(partner, by=capacity)
    if registration is not None and partner.standing in (Standing.WAITING, Standing.MORE_ASKED):
        doors["to_decide"] = can_decide(registration, by=capacity)
    if partner.is_approved:
        doors["manages"] = can_invite(RoleKind.CONTACT, partner, by=capacity)
        doors["invited"] = list(open_invitations(partner)) if doors["manages"] else []
    partnership: Partnership | None = capacity.partnership
    if partnership is not None:
        serves = can_serve_partnership(partnership, by=capacity)
        doors["can_invite_body"] = serves and not partner.is_approved and not why_not_invite(partner)
        doors["can_admit"] = serves and partner.is_approved and not is_member(partner, partnership.pk)
        doors["why_not_invite"] = "" if partner.is_approved else why_not_invite(partner)
    return doors
