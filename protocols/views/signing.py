"""Signing, declining to sign, and ending an agreement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.roles import RoleKind
from portal.headers import shows_a_file
from protocols import permissions
from protocols.errors import Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.signing import AsideForm, DeclineForm, SignForm, TerminateForm
from protocols.models import Document, Party, Signature, Signing
from protocols.queries.between import between
from protocols.queries.documents import beside
from protocols.queries.guests import guests_asked
from protocols.queries.handovers import why_not_mine
from protocols.queries.parties import not_signed
from protocols.queries.signing import signature_of
from protocols.queries.signing_order import plan_for, turns, why_not_yet, why_over
from protocols.services.ending import terminate
from protocols.services.signing import decline, sign, why_not_sign
from protocols.services.standing_aside import others_go_on, why_not_aside
from protocols.states import Action, State
from protocols.views.fetching import address, capacity_of, page, say_refused, version_or_404
from protocols.views.openings import coming
from protocols.views.signings import Where

GOES_ON = "The others go on, and the officer was told."
ASIDE = (
    "The others go on: what they signed stands. You are not bound, and cannot sign this text afterwards. "
    "You can join later by an accession."
)
STOPS_ALONE = "It goes back to draft, with your reason. No other party signs it."
STOPS = "Signing stops for every party. What was signed so far becomes void and stays on record."


@require_http_methods(["GET", "HEAD", "POST"])
def sign_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The file of a version, who has signed it, and the form of whoever is to sign it next."""
    version = version_or_404(request, reference, number)
    return sign_here(Where(request, version, None, capacity_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def decline_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Declining to sign a version, with the reason."""
    version = version_or_404(request, reference, number)
    return decline_here(Where(request, version, None, capacity_of(request)))


def sign_here(where: Where) -> HttpResponse:
    """The page of a signing, of a version or of an instrument; and what is sent from it."""
    request, capacity, signing = where.request, where.capacity, where.signing
    if signing is None:
        return redirect(where.home_url)
    mine = signature_of(capacity, signing)
    if request.method != "POST":
        first = {"sha256": signing.current.sha256 if signing.current else "", "post": capacity.post}
        return _sign_page(where, signing, SignForm(request=request, initial=first), mine)
    if mine is not None and mine.role_id == capacity.pk:
        return redirect(where.signing_url)
    refusal = why_not_sign(by=capacity, signing=signing, sha256=request.POST.get("sha256", ""))
    form = SignForm(request.POST, request=request, refusal=refusal)
    if form.is_valid():
        try:
            return _signed(where, signing, form)
        except Refused as refused:
            add_refusal(form, refused)
    return _not_signed(where, form)


def _not_signed(where: Where, form: SignForm) -> HttpResponse:
    """The form again, over the file as it stands now; or the page, where the same form sent twice has signed by now."""
    capacity, signing = where.capacity, where.signing
    mine = signature_of(capacity, signing) if signing else None
    if signing is None or (mine is not None and mine.role_id == capacity.pk):
        return redirect(where.signing_url)
    form.renew(signing.current.sha256 if signing.current else "")
    return _sign_page(where, signing, form, mine)


def _signed(where: Where, signing: Signing, form: SignForm) -> HttpResponse:
    data = form.cleaned_data
    made = sign(
        by=where.capacity, signing=signing, sha256=data["sha256"], post=data["post"], basis=data["basis"],
        coming=coming(where.request, signing.current, proof=form.proof_given),
    )  # fmt: skip
    messages.success(where.request, f"You signed {where} for {made.party} as {made.post}.")
    return redirect(where.signing_url)


@shows_a_file
def _sign_page(where: Where, signing: Signing, form: SignForm, mine: Signature | None) -> HttpResponse:
    party = where.party
    signed = signing.snapshot.documents.filter(kind=Document.Kind.SIGNED).first()
    refusal = where.why_not(Action.SIGN, party) or (_why_not_now(where, signing, party) if party and not mine else None)
    return where.show(
        "protocols/signing/sign.html", form=form, signing=signing, mine=mine, party=party, signed=signed,
        beside=beside(signed), refusal=refusal, **_outside(where), **_how_it_goes(where, signing, party, mine),
    )  # fmt: skip


def _why_not_now(where: Where, signing: Signing, party: Party) -> str | None:
    """The sentence for whoever could sign but for the day, the order, or a signing that was handed over."""
    return why_over(signing, party) or why_not_yet(signing, party) or why_not_mine(signing, party, where.capacity)


def _outside(where: Where) -> dict[str, object]:
    """Which parties the overarching protocol does not bind, while a text made under it is being signed."""
    if where.instrument is not None or where.version.status is not State.SIGNING:
        return {}
    officer = permissions.is_officer_of(where.capacity, where.version)
    return {"not_signed": not_signed(where.version), "is_officer": officer}


def _how_it_goes(where: Where, signing: Signing, party: Party | None, mine: Signature | None) -> dict[str, object]:
    """What the page says of the order and the date, and which of its arrangements the reader may make."""
    kind = where.capacity.role
    return {
        "turns": turns(signing),
        "between": between(where.version) if where.instrument is None else None,
        "may_close": where.instrument is None and permissions.may(where.capacity, where.version, Action.CLOSE_SIGNING),
        "plan": plan_for(signing),
        "today": timezone.localdate(),
        "guests": guests_asked(signing, where.capacity),
        "papers": signing.papers.filter(accepted_at=None, refused_at=None).select_related("party__partner"),
        "arranges": kind is RoleKind.OFFICER or (party is not None and kind is RoleKind.CONTACT),
        "hands_over": party is not None and not mine and kind in (RoleKind.CONTACT, RoleKind.SIGNATORY),
    }


def decline_here(where: Where) -> HttpResponse:
    """Declining to sign a version or an instrument, with the reason."""
    request, signing = where.request, where.signing
    if signing is None:
        return redirect(where.home_url)
    aside = where.party is not None and others_go_on(where.matter, signing, where.party)
    over = why_not_aside(signing, where.party) if where.party is not None and aside else None
    if over:
        messages.error(request, over)
        return redirect(where.signing_url)
    form = (AsideForm if aside else DeclineForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decline(by=where.capacity, signing=signing, reason=form.cleaned_data["reason"])
        except Refused as refused:
            say_refused(request, refused)
            return redirect(where.signing_url)
        then = GOES_ON if aside else "It is a draft again; everybody concerned was told."
        messages.success(request, f"You declined to sign {where}. {then}")
        return redirect(where.home_url)
    return where.show(
        "components/confirm_page.html", form=form, heading=f"Decline to sign {where}",
        consequence=ASIDE if aside else STOPS if len(where.parties()) > 1 else STOPS_ALONE,
        submit_label=form.submit_label, kind="warning", cancel_url=where.signing_url,
    )  # fmt: skip


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
