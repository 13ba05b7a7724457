"""A partner's people: inviting them, withdrawing what was offered, ending roles."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.errors import Refused
from partners.forms.people import EndRoleForm, InviteForm
from partners.models import NamedOfficer, Partner, Role
from partners.permissions import can_end, can_invite
from partners.queries import open_invitations, people_of, to_invite, visible_partners
from partners.roles import RoleKind
from partners.services.ending import end_role
from partners.services.inviting import invite as send_invitation
from partners.services.inviting import invite_named as send_named
from partners.services.inviting import withdraw_invitation
from partners.views.acting import acting_as, allow
from portal.pacing.limits import MAIL, paced


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which role, who was invited, and who was named and waits to be invited."""
    capacity = acting_as(request)
    partner = _partner(capacity, slug)
    allow(can_invite(RoleKind.CONTACT, partner, by=capacity))
    context = {
        "partner": partner,
        "people": people_of(partner),
        "invited": open_invitations(partner),
        "to_invite": to_invite([partner.pk]),
        "own": capacity.partner_id == partner.pk,
    }
    return render(request, "partners/people.html", context)


@require_http_methods(["GET", "POST"])
@paced(MAIL)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite one person into one role."""
    capacity = acting_as(request)
    partner = _partner(capacity, slug)
    kinds = [kind for kind in RoleKind.at_partner() if can_invite(kind, partner, by=capacity)]
    allow(can_invite(RoleKind.CONTACT, partner, by=capacity))
    form = InviteForm(request.POST or None, kinds=kinds, initial={"kind": request.GET.get("role", "")})
    if request.method == "POST" and form.is_valid():
        kind = RoleKind(form.cleaned_data["kind"])
        try:
            sent = send_invitation(by=capacity, at=partner, kind=kind, invitee=form.invitee())
        except Refused as refused:
            form.add_error(getattr(refused, "field", "") or None, refused.sentence)
        else:
            messages.success(request, f"{sent.name} has been invited as {kind.label}, at {sent.email}.")
            return redirect("partners:people", slug=slug)
    context = {"form": form, "partner": partner, "heading": "Invite somebody", "caption": partner.short_name}
    return render(request, "partners/invite_person.html", context)


@require_POST
@paced(MAIL)
def invite_named(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Invite, by one button, whoever was named for a post at registration."""
    capacity = acting_as(request)
    partner = _partner(capacity, slug)
    named = get_object_or_404(NamedOfficer.objects.select_related("partner"), partner=partner, kind=kind)
    try:
        sent = send_named(by=capacity, named=named)
        messages.success(request, f"{sent.name} has been invited as {RoleKind(kind).label}, at {sent.email}.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("partners:people", slug=slug)


@require_POST
def withdraw(request: HttpRequest, slug: str, invitation: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    capacity = acting_as(request)
    found = get_object_or_404(_partner(capacity, slug).invitations.select_related("partner"), pk=invitation)
    try:
        withdraw_invitation(by=capacity, invitation=found)
        messages.success(request, f"The invitation of {found.name} is withdrawn: its link cannot be used any more.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("partners:people", slug=slug)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, role_id: int) -> HttpResponse:
    """End a role from a day on."""
    capacity = acting_as(request)
    partner = _partner(capacity, slug)
    role = get_object_or_404(partner.roles.select_related("person", "partner"), pk=role_id)
    allow(can_end(role, by=capacity))
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_role(by=capacity, role=role, ends_on=form.cleaned_data["ends_on"])
        except Refused as refused:
            form.add_error(getattr(refused, "field", "") or None, refused.sentence)
        else:
            messages.success(request, f"{role.person.name} is {role.role.label} no longer from the day you gave.")
            return redirect("partners:people", slug=slug)
    context = {"form": form, "partner": partner, "role": role, "heading": f"End {role.person.name}'s role"}
    return render(request, "partners/end_role.html", context)


def _partner(capacity: Role, slug: str) -> Partner:
    return get_object_or_404(visible_partners(capacity), slug=slug)
