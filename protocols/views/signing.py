"""Signing, declining to sign, and ending an agreement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.models import Role
from partners.roles import RoleKind
from portal.senders import sender_address
from protocols import permissions
from protocols.errors import Invalid, Refused
from protocols.forms.signing import DeclineForm, SignForm, TerminateForm
from protocols.models import Party, ProtocolVersion, Signature, Signing
from protocols.queries.documents import beside, signed_document
from protocols.queries.handovers import why_not_mine
from protocols.queries.signing import live_signing, signature_of
from protocols.queries.signing_order import plan_for, turns, why_not_yet
from protocols.services.ending import terminate
from protocols.services.signing import decline, sign, why_not_sign
from protocols.states import Action
from protocols.views.fetching import address, capacity_of, page, say_refused, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def sign_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The file, who has signed it, and the form of whoever is to sign it next."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    signing = live_signing(version)
    if signing is None:
        return redirect(address("version", version))
    mine = signature_of(capacity, signing)
    if request.method != "POST":
        first = {"sha256": signing.current.sha256 if signing.current else "", "post": capacity.post}
        return _sign_page(request, version, signing, SignForm(request=request, initial=first), mine)
    if mine is not None and mine.role_id == capacity.pk:
        return redirect(address("sign", version))
    refusal = why_not_sign(by=capacity, signing=signing, sha256=request.POST.get("sha256", ""))
    form = SignForm(request.POST, request=request, refusal=refusal)
    if form.is_valid():
        try:
            return _signed(request, capacity, signing, form)
        except Invalid as invalid:
            form.add_error(invalid.field or None, invalid.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    return _not_signed(request, version, form)


def _not_signed(request: HttpRequest, version: ProtocolVersion, form: SignForm) -> HttpResponse:
    """The form again, over the file as it stands now; or the page, where the same form sent twice has signed by now."""
    capacity, signing = capacity_of(request), live_signing(version)
    mine = signature_of(capacity, signing) if signing else None
    if signing is None or (mine is not None and mine.role_id == capacity.pk):
        return redirect(address("sign", version))
    form.renew(signing.current.sha256 if signing.current else "")
    return _sign_page(request, version, signing, form, mine, status=422)


def _signed(request: HttpRequest, capacity: Role, signing: Signing, form: SignForm) -> HttpResponse:
    data = form.cleaned_data
    made = sign(
        by=capacity, signing=signing, sha256=data["sha256"], post=data["post"], basis=data["basis"],
        address=sender_address(request),
    )  # fmt: skip
    version = signing.snapshot.version
    messages.success(request, f"You signed {version} for {made.party} as {made.post}.")
    return redirect(address("sign", version))


def _sign_page(
    request: HttpRequest,
    version: ProtocolVersion,
    signing: Signing,
    form: SignForm,
    mine: Signature | None,
    status: int = 200,
) -> HttpResponse:
    capacity = capacity_of(request)
    party, signed = permissions.party_of(capacity, version), signed_document(version)
    context = {
        "signing": signing,
        "form": form,
        "mine": mine,
        "party": party,
        "signed": signed,
        "beside": beside(signed),
        **how_it_goes(signing, capacity, party),
        "refusal": permissions.why_not(capacity, version, Action.SIGN, party=party)
        or (why_not_yet(signing, party) or why_not_mine(signing, party, capacity) if party and not mine else None),
    }
    return page(request, version, "protocols/signing/sign.html", status=status, **context)


def how_it_goes(signing: Signing, capacity: Role, party: Party | None) -> dict[str, object]:
    """What the page says of the order and the date, and which of its arrangements the reader may make."""
    is_officer = capacity.role is RoleKind.OFFICER
    at_party = party is not None and capacity.role in (RoleKind.CONTACT, RoleKind.SIGNATORY)
    return {
        "turns": turns(signing),
        "plan": plan_for(signing),
        "today": timezone.localdate(),
        "papers": signing.papers.filter(accepted_at=None, refused_at=None).select_related("party__partner"),
        "arranges": is_officer or (party is not None and capacity.role is RoleKind.CONTACT),
        "hands_over": at_party,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def decline_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Declining to sign, with the reason."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    signing = live_signing(version)
    if signing is None:
        return redirect(address("version", version))
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decline(by=capacity, signing=signing, reason=form.cleaned_data["reason"])
        except Refused as refused:
            say_refused(request, refused)
            return redirect(address("sign", version))
        messages.success(request, f"You declined to sign {version}. It is a draft again; every party has been told.")
        return redirect(address("version", version))
    context = {
        "form": form,
        "heading": f"Decline to sign {version}",
        "consequence": "Signing stops for every party. What was signed so far becomes void and stays on record.",
        "submit_label": form.submit_label,
        "kind": "warning",
        "cancel_url": address("sign", version),
    }
    return page(request, version, "components/confirm_page.html", status=422 if form.errors else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ending an agreement before its time, with the reason."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    form = TerminateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            terminate(by=capacity, version=version, **form.cleaned_data)
        except Refused as refused:
            say_refused(request, refused)
        else:
            messages.success(request, f"{version} has ended. It stays on record, and can still be downloaded.")
        return redirect(address("version", version))
    context = {
        "form": form,
        "heading": f"End {version}",
        "consequence": "The agreement ends today for every party, without their signatures. What it says about data "
        "already shared still binds. Where the parties can sign, begin a termination under “After signing” instead.",
        "submit_label": form.submit_label,
        "kind": "warning",
        "cancel_url": address("version", version),
    }
    return page(request, version, "components/confirm_page.html", status=422 if form.errors else 200, **context)
