"""Guests who sign without an account, as those see it who invite them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from partners.roles import RoleKind
from portal.pacing.limits import MAIL, paced
from protocols.errors import Refused
from protocols.forms.arranging import GuestForm
from protocols.forms.refusing import add_refusal
from protocols.models import Guest, Party, Signing
from protocols.queries.signing import places
from protocols.services.signing_guests import invite_guest, new_code, withdraw_guest
from protocols.states import Action
from protocols.views.fetching import say_refused
from protocols.views.signings import Where, at, signing_at


def arranged_for(where: Where, signing: Signing) -> list[Party]:
    """The parties that have not signed, for whom the reader arranges it: an officer for all, a contact for one."""
    left = [place.party for place in places(signing) if place.is_open]
    if where.capacity.role is RoleKind.OFFICER:
        return left
    return [party for party in left if party.partner_id == where.capacity.partner_id]


@require_http_methods(["GET", "HEAD", "POST"])
@paced(MAIL)
def guests(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Those who were asked to sign as guests, and the form that asks another."""
    where = at(request, reference, number)
    signing = signing_at(where)
    parties = arranged_for(where, signing)
    form = GuestForm(request.POST if request.method == "POST" else None, parties=parties)
    if request.method == "POST" and form.is_valid():
        try:
            guest, code = invite_guest(
                by=where.capacity, signing=signing, party=form.chosen_party(), invited=form.invited()
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The link is on its way to {guest.name}. {_said(guest, code)}")
            return redirect(where.url("guests"))
    why_not = where.why_not(Action.INVITE_GUEST)
    asked = Guest.objects.filter(signing=signing).select_related("party__partner", "invited_by__person")
    seen = asked if where.capacity.role is RoleKind.OFFICER else asked.filter(party__partner=where.capacity.partner_id)
    return where.show(
        "protocols/signing/guests.html", form=form, parties=parties, why_not=why_not,
        guests=seen.none() if why_not else seen,
    )  # fmt: skip


@require_POST
@paced(MAIL)
def code(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Another code for a guest."""
    where = at(request, reference, number)
    guest = _guest(where, pk)
    try:
        made = new_code(by=where.capacity, guest=guest)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, _said(guest, made))
    return redirect(where.url("guests"))


@require_POST
def withdraw(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Take an invitation to sign back."""
    where = at(request, reference, number)
    try:
        withdraw_guest(by=where.capacity, guest=_guest(where, pk))
    except Refused as refused:
        say_refused(request, refused)
    return redirect(where.url("guests"))


def _guest(where: Where, pk: int) -> Guest:
    found = Guest.objects.filter(
        pk=pk, signing__snapshot__version=where.version, signing__snapshot__instrument=where.instrument
    )
    guest = found.select_related(
        "party__partner", "signing__snapshot__version__protocol", "signing__snapshot__instrument"
    ).first()
    if guest is None:
        raise Http404
    return guest


def _said(guest: Guest, made: str) -> str:
    """The code, to be read out: this is the only time that it is shown."""
    if not made:
        return "A code comes to them by a second mail when they ask for it."
    return (
        f"Read this code out to {guest.name} on {guest.phone}: {made[:3]} {made[3:]}. It is shown only now, and good "
        "for ten minutes. If they are not ready by then, make another when they are."
    )
