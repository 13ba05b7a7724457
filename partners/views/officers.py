"""The officers of a partnership: who they are, inviting a colleague, withdrawing that, ending a role."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.errors import Refused
from partners.forms.people import ColleagueForm, EndRoleForm
from partners.models import Partnership, Role
from partners.queries import officers_of, open_invitations
from partners.roles import RoleKind
from partners.services.ending import end_role
from partners.services.inviting import invite as send_invitation
from partners.services.inviting import withdraw_invitation
from partners.views.acting import acting_as
from portal.pacing.limits import MAIL, paced


@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """The officers of the partnership that one serves, and whom they have invited."""
    _, partnership = _serving(request)
    context = {"partnership": partnership, "people": officers_of(partnership), "invited": open_invitations(partnership)}
    return render(request, "partners/officers.html", context)


@require_http_methods(["GET", "POST"])
@paced(MAIL)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague to be an officer too."""
    capacity, partnership = _serving(request)
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = send_invitation(by=capacity, at=partnership, kind=RoleKind.OFFICER, invitee=form.invitee())
        except Refused as refused:
            form.add_error(getattr(refused, "field", "") or None, refused.sentence)
        else:
            messages.success(request, f"{sent.name} has been invited as partnership officer, at {sent.email}.")
            return redirect("partners:officers")
    context = {"form": form, "heading": "Invite a partnership officer", "caption": partnership.name}
    return render(request, "partners/invite_officer.html", context)


@require_POST
def withdraw(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """Withdraw a colleague's invitation."""
    capacity, partnership = _serving(request)
    found = get_object_or_404(partnership.invitations.select_related("partnership"), pk=invitation)
    try:
        withdraw_invitation(by=capacity, invitation=found)
        messages.success(request, f"The invitation of {found.name} is withdrawn: its link cannot be used any more.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("partners:officers")


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, role_id: int) -> HttpResponse:
    """End an officer's role from a day on."""
    capacity, partnership = _serving(request)
    role = get_object_or_404(partnership.roles.select_related("person", "partnership"), pk=role_id)
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_role(by=capacity, role=role, ends_on=form.cleaned_data["ends_on"])
        except Refused as refused:
            form.add_error(getattr(refused, "field", "") or None, refused.sentence)
        else:
            messages.success(request, f"{ended.person.name}'s role as partnership officer has its end.")
            return redirect("partners:officers")
    context = {"form": form, "role": role, "place": partnership, "heading": f"End {role.person.name}'s role"}
    return render(request, "partners/end_role.html", context)


def _serving(request: HttpRequest) -> tuple[Role, Partnership]:
    """The officer's role and its partnership; for anybody else there is no such page."""
    capacity = acting_as(request)
    if capacity.partnership is None:
        raise Http404
    return capacity, capacity.partnership
