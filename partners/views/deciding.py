"""What an officer does about a body: decide on its registration, invite it to register, bring it into a partnership."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from partners.errors import Refused
from partners.forms.deciding import APPROVE, ASK, ContactForm, DecisionForm
from partners.models import Partnership, Registration, Role
from partners.permissions import can_decide, can_serve_partnership
from partners.queries import visible_partners
from partners.services.deciding import approve, ask_more, refuse
from partners.services.inviting import Invitee
from partners.services.inviting_bodies import invite_to_register, why_not_invite
from partners.services.partnerships import admit as admit_partner
from partners.states import Step, allows
from partners.views.acting import acting_as, allow
from portal.pacing.limits import MAIL, paced


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve, refuse with a reason, or ask for more."""
    capacity = acting_as(request)
    partner = get_object_or_404(visible_partners(capacity), slug=slug)
    registration = get_object_or_404(Registration.objects.select_related("partner", "partnership"), partner=partner)
    allow(can_decide(registration, by=capacity))
    open_now = allows(partner.standing, Step.APPROVE)
    form = DecisionForm(request.POST or None, partner=partner, may_ask=allows(partner.standing, Step.ASK))
    if request.method == "POST" and form.is_valid():
        try:
            _decide(capacity, registration, form.cleaned_data)
        except Refused as refused:
            form.add_error(getattr(refused, "field", "") or None, refused.sentence)
        else:
            messages.success(request, _told(form.cleaned_data["decision"], registration))
            return redirect("partners:detail", slug=slug)
    context = {"form": form, "partner": partner, "registration": registration, "open_now": open_now}
    return render(request, "partners/decide.html", {**context, "named": partner.named_officers.order_by("pk")})


@require_http_methods(["GET", "POST"])
@paced(MAIL)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite a listed body to register, by its contact's mailbox."""
    capacity = acting_as(request)
    partner = get_object_or_404(visible_partners(capacity), slug=slug)
    partnership = _served(capacity)
    allow(can_serve_partnership(partnership, by=capacity))
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = Invitee(form.cleaned_data["name"], form.cleaned_data["email"], form.cleaned_data["post"])
            invite_to_register(by=capacity, partnership=partnership, partner=partner, contact=contact)
        except Refused as refused:
            form.add_error(getattr(refused, "field", "") or None, refused.sentence)
        else:
            messages.success(
                request,
                f"An invitation to register {partner} has been sent to {form.cleaned_data['email']}. When they have "
                "registered, it waits for your decision.",
            )
            return redirect("partners:detail", slug=slug)
    context = {"form": form, "partner": partner, "partnership": partnership, "heading": f"Invite {partner}"}
    return render(request, "partners/invite_body.html", {**context, "why_not": why_not_invite(partner)})


@require_POST
def admit(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a partner that another partnership approved into one's own."""
    capacity = acting_as(request)
    partner = get_object_or_404(visible_partners(capacity), slug=slug)
    partnership = _served(capacity)
    try:
        admit_partner(by=capacity, partner=partner, partnership=partnership)
        messages.success(request, f"{partner} is now a partner in {partnership}.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("partners:detail", slug=slug)


def _decide(capacity: Role, registration: Registration, given: dict[str, str]) -> None:
    if given["decision"] == APPROVE:
        approve(by=capacity, registration=registration)
    elif given["decision"] == ASK:
        ask_more(by=capacity, registration=registration, question=given["question"])
    else:
        refuse(by=capacity, registration=registration, reason=given["reason"])


def _told(decision: str, registration: Registration) -> str:
    partner, contact = registration.partner, registration.contact_name
    if decision == APPROVE:
        return f"{partner} is approved. {contact} has been invited as its designated contact, and invites its people."
    if decision == ASK:
        return (
            f"Your question has been sent to {contact}. The registration waits for you again when they have answered."
        )
    return f"{partner} is refused. {contact} has been told why."


def _served(capacity: Role) -> Partnership:
    if capacity.partnership is None:
        raise Http404
    return capacity.partnership
