"""To the decision on an instrument; signing it, and declining to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from protocols.errors import Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.signing import DeclineForm, SignForm
from protocols.models import Document, Instrument, Signing
from protocols.permissions import why_not_instrument
from protocols.queries.approvals import address_of_decision
from protocols.queries.instruments import decision_asked
from protocols.queries.signing import places, signature_of, signers_of, signing_of
from protocols.services.signing import decline, sign, why_not_sign
from protocols.states import Action
from protocols.views.fetching import capacity_of, say_refused
from protocols.views.instruments.fetching import address_of, instrument_or_404, instrument_page


@require_safe
def approve(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """The page of the decision that the reader is asked for on it; without one, the instrument's own page."""
    found = instrument_or_404(request, reference, number, act)
    decision = decision_asked(capacity_of(request), found)
    return redirect(address_of_decision(decision) if decision else address_of("instrument", found))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_instrument(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """The file, who has signed it, and the form of whoever is to sign it next."""
    found, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    signing = signing_of(found)
    if signing is None:
        return redirect(address_of("instrument", found))
    mine = signature_of(capacity, signing)
    if request.method != "POST":
        first = {"sha256": signing.current.sha256 if signing.current else "", "post": capacity.post}
        return _sign_page(request, found, signing, SignForm(request=request, initial=first))
    if mine is not None and mine.role_id == capacity.pk:
        return redirect(address_of("instrument_sign", found))
    refusal = why_not_sign(by=capacity, signing=signing, sha256=request.POST.get("sha256", ""))
    form = SignForm(request.POST, request=request, refusal=refusal)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = sign(by=capacity, signing=signing, sha256=data["sha256"], post=data["post"], basis=data["basis"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"You signed {found} for {made.party} as {made.post}.")
            return redirect(address_of("instrument_sign", found))
    now = signing_of(found) or signing
    form.renew(now.current.sha256 if now.current else "")
    return _sign_page(request, found, now, form, status=422)


def _sign_page(
    request: HttpRequest, found: Instrument, signing: Signing, form: SignForm, status: int = 200
) -> HttpResponse:
    capacity = capacity_of(request)
    party = next((one for one in signers_of(found) if one.partner_id == capacity.partner_id), None)
    context = {
        "signing": signing, "form": form, "mine": signature_of(capacity, signing), "party": party,
        "places": places(signing), "refusal": why_not_instrument(capacity, found, Action.SIGN, party=party),
        "signed": signing.snapshot.documents.filter(kind=Document.Kind.SIGNED).first(),
    }  # fmt: skip
    return instrument_page(request, found, "protocols/instruments/sign.html", status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def decline_instrument(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """Declining to sign, with the reason."""
    found, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    signing = signing_of(found)
    if signing is None:
        return redirect(address_of("instrument", found))
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decline(by=capacity, signing=signing, reason=form.cleaned_data["reason"])
        except Refused as refused:
            say_refused(request, refused)
            return redirect(address_of("instrument_sign", found))
        messages.success(request, f"You declined to sign {found}. It is a draft again; those concerned have been told.")
        return redirect(address_of("instrument", found))
    return instrument_page(
        request, found, "components/confirm_page.html", form=form, heading=f"Decline to sign {found}",
        consequence="Signing stops for every party. What was signed so far becomes void and stays on record.",
        submit_label=form.submit_label, kind="warning", cancel_url=address_of("instrument_sign", found),
        status=422 if form.errors else 200,
    )  # fmt: skip
