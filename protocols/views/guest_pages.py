"""The pages that a mailed link opens, without signing in: a guest signs; somebody downloads their copy.

A GET changes nothing: mail scanners open links.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partners.errors import Refused
from portal.headers import shown_in_our_pages, shows_a_file
from portal.mailed_links import exchanged, named
from portal.pacing.limits import FILES, MAIL, paced
from portal.storing.handing import handed_out
from protocols.forms.arranging import CodeForm, GuestDeclineForm, GuestSignForm
from protocols.forms.refusing import add_refusal
from protocols.models import Document, Guest
from protocols.queries.documents import file_name
from protocols.queries.signing_order import turns
from protocols.services.acting_as_guest import (
    decline_as_guest,
    sign_as_guest,
    why_guest_may_not,
    why_guest_may_not_decline,
)
from protocols.services.matters import seen
from protocols.services.sending_copies import copy_by, fetch_copy
from protocols.services.signing_guests import ask_for_code, check_code, guest_by
from protocols.services.standing_aside import others_go_on
from protocols.texts.commencing import sentences_of
from protocols.views.openings import coming, note_opened
from protocols.views.signing import ASIDE, STOPS

View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """A page opened by a mailed link alone; a dead link gets one plain sentence."""

    @login_not_required
    @exchanged
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any) -> HttpResponseBase:
        try:
            answer = view(request, token, *args)
        except Refused as refused:
            answer = render(request, "protocols/signing/closed.html", {"sentence": refused.sentence}, status=410)
        return answer

    return opened


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def guest_sign(request: HttpRequest, token: str) -> HttpResponse:
    """The file, its fingerprint, who has signed and what signing means; then the form."""
    guest = guest_by(token)
    current = guest.signing.current
    if not guest.is_open or current is None:
        return _page(request, token, guest, None)
    if request.method != "POST":
        form = GuestSignForm(initial={"sha256": current.sha256, "post": guest.post, "basis": guest.basis})
        return _page(request, token, guest, form)
    form = GuestSignForm(request.POST)
    if form.is_valid() and _signed(request, token, guest, form):
        return redirect("protocols:guest_sign", named(request))
    guest = guest_by(token)
    form.renew(sha256=guest.signing.current.sha256 if guest.signing.current else "")
    return _page(request, token, guest, form)


def _signed(request: HttpRequest, token: str, guest: Guest, form: GuestSignForm) -> bool:
    """Sign, where nothing else stands against it and the code is right; else say why not, in the form."""
    data = form.cleaned_data
    refusal = why_guest_may_not(guest, data["sha256"])
    if refusal:
        form.add_error(None, refusal)
        return False
    return _done(
        form, token,
        lambda: sign_as_guest(
            token=token, code=data["code"], sha256=data["sha256"], post=data["post"], basis=data["basis"],
            coming=coming(request, guest.signing.current, guest=guest),
        ),
    )  # fmt: skip


def _done(form: CodeForm, token: str, service: Callable[[], object]) -> bool:
    """Do what a guest asks for, where the code is right; else say what is wrong, in the form."""
    wrong = check_code(token=token, code=form.cleaned_data["code"])
    if wrong:
        form.add_error("code", wrong)
        return False
    try:
        service()
    except Refused as refused:
        add_refusal(form, refused)
        return False
    return True


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def guest_decline(request: HttpRequest, token: str) -> HttpResponse:
    """Declining to sign as a guest, with the reason and the code."""
    guest = guest_by(token)
    if not guest.is_open or why_guest_may_not_decline(guest):
        return redirect("protocols:guest_sign", named(request))
    form = GuestDeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        if _done(form, token, lambda: decline_as_guest(token=token, code=data["code"], reason=data["reason"])):
            return redirect("protocols:guest_sign", named(request))
    if form.errors:
        form.renew()
    context = {
        "form": form, "heading": f"Decline to sign for {guest.party}", "caption": str(guest.signing.snapshot.version),
        "consequence": ASIDE if _others_go_on(guest) else STOPS, "submit_label": form.submit_label, "kind": "warning",
        "cancel_url": reverse("protocols:guest_sign", args=[named(request)]),
    }  # fmt: skip
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


def _others_go_on(guest: Guest) -> bool:
    return others_go_on(seen(guest.signing.snapshot), guest.signing, guest.party)


@shows_a_file
def _page(
    request: HttpRequest, token: str, guest: Guest, form: GuestSignForm | None, *, asked: bool = False
) -> HttpResponse:
    version = guest.signing.snapshot.version
    current = guest.signing.current
    context = {
        "token": named(request), "guest": guest, "version": version, "instrument": guest.signing.snapshot.instrument,
        "signing": guest.signing, "turns": turns(guest.signing), "form": form, "terms": sentences_of(version),
        "asked": asked, "refusal": why_guest_may_not(guest, current.sha256 if current else ""),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "protocols/signing/guest.html", context, status=status)


@by_link
@require_http_methods(["GET", "HEAD"])
@shown_in_our_pages
@paced(FILES)
def guest_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file to be signed, as it stands, while the link can still be used."""
    guest = guest_by(token)
    if not guest.is_open or guest.signing.current is None:
        raise Http404
    note_opened(request, guest.signing.current, guest)
    return _handed_out(guest.signing.current, download=False)


@by_link
@require_http_methods(["POST"])
@paced(MAIL)
def guest_code(request: HttpRequest, token: str) -> HttpResponse:
    """The guest is ready for a code; what they have typed into the form stands there as it was."""
    ask_for_code(token=token)
    guest = guest_by(token)
    current = guest.signing.current
    if not guest.is_open or current is None:
        return redirect("protocols:guest_sign", named(request))
    typed = {name: request.POST.get(name, "") for name in ("post", "basis")}
    initial = {"post": guest.post, "basis": guest.basis, **{name: words for name, words in typed.items() if words}}
    return _page(request, token, guest, GuestSignForm(initial={"sha256": current.sha256, **initial}), asked=True)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@paced(FILES)
def copy_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the link is for, and the button that downloads the signed file."""
    copy = copy_by(token)
    if request.method == "POST":
        return _handed_out(fetch_copy(token=token), download=True)
    return render(request, "protocols/signing/copy.html", {"copy": copy, "signing": copy.signing})


def _handed_out(document: Document, *, download: bool) -> HttpResponseBase:
    return handed_out(document.name, name=file_name(document), media_type="application/pdf", download=download)
