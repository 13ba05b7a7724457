"""The pages that mailed links open: an invitation to register, confirming an address, answering a question.

A GET shows what the button will do and changes nothing: mail scanners open links.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partners.errors import Invalid, WrongState
from partners.forms.deciding import ReplyForm
from partners.models import Registration
from partners.services.deciding import reply as send_reply
from partners.services.registering import confirm as confirm_address
from partners.services.registering import registration_by
from partners.states import Standing
from partners.views.drafts import invited_draft, keep
from portal.mailed_links import exchanged

Page = Callable[[HttpRequest, str, Registration], HttpResponse]


def mailed(page: Page) -> Callable[..., HttpResponseBase]:
    """A page opened by a mailed link; a link not in use, or used too late, gets a page with one plain sentence."""

    @login_not_required
    @require_http_methods(["GET", "POST"])
    @exchanged
    @wraps(page)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return page(request, token, registration_by(token))
        except WrongState as refused:
            return render(request, "partners/register/closed.html", {"sentence": refused.sentence}, status=410)

    return opened


@mailed
def invited(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """An officer's invitation to register, with what the public register says filled in already."""
    standing = registration.partner.standing
    if standing is not Standing.INVITED:
        return render(request, "partners/register/standing.html", {"registration": registration})
    if request.method == "POST":
        keep(request.session, invited_draft(registration, token))
        return redirect("partners:register")
    return render(request, "partners/register/invited.html", {"registration": registration})


@mailed
def confirm(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Confirming the address by a button."""
    if request.method == "POST":
        confirm_address(token=token)
        return redirect(request.path)
    if registration.confirmed_at is not None:
        return render(request, "partners/register/standing.html", {"registration": registration})
    return render(request, "partners/register/confirm.html", {"registration": registration})


@mailed
def reply(request: HttpRequest, token: str, registration: Registration) -> HttpResponse:
    """Answering what the officer asked."""
    partner = registration.partner
    known = {"ico_registration": partner.ico_registration, "address": partner.address}
    form = ReplyForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            send_reply(token=token, **form.cleaned_data)
            return redirect(request.path)
        except Invalid as invalid:
            form.add_error(invalid.field or None, invalid.sentence)
    if partner.standing is not Standing.MORE_ASKED and request.method == "GET":
        return render(request, "partners/register/standing.html", {"registration": registration})
    context = {"form": form, "registration": registration, "heading": "Answer the partnership officer's question"}
    return render(request, "partners/register/reply.html", context)
