"""Opening consultation, going back to draft, abandoning, and beginning a new version: each asked once, then done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from protocols import permissions
from protocols.checks import before_consultation
from protocols.errors import Refused
from protocols.forms.comments import ReasonForm
from protocols.forms.consulting import ConsultForm
from protocols.forms.refusing import add_refusal
from protocols.queries.parties import parties_of
from protocols.queries.protocols import address_of
from protocols.services.moving import abandon, open_consultation, take_back
from protocols.services.varying import vary
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Put the draft before every party, until a closing date."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = ConsultForm(request.POST) if request.method == "POST" else ConsultForm()
    if form.is_valid():
        try:
            open_consultation(by=capacity, version=version, closes_on=form.cleaned_data["closes_on"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Consultation is open. Every party has been asked by mail to read and comment.")
            return redirect(address_of("version", version))
    return page(
        request,
        version,
        "protocols/consult.html",
        form=form,
        parties=parties_of(version),
        missing=before_consultation(version),
        why_not=permissions.why_not(capacity, version, Action.OPEN_CONSULTATION),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take the version back to draft."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    if request.method == "POST":
        try:
            take_back(by=capacity, version=version)
        except Refused as refused:
            say_refused(request, refused)
        else:
            messages.success(request, "It is a draft again.")
        return redirect(address_of("version", version))
    why_not = permissions.why_not(capacity, version, Action.BACK_TO_DRAFT)
    return page(request, version, "protocols/take_back.html", why_not=why_not)


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Abandon the version, and say why."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            abandon(by=capacity, version=version, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{version} is abandoned. It is kept, and can be read.")
            return redirect(address_of("version", version))
    why_not = permissions.why_not(capacity, version, Action.ABANDON)
    status = 422 if form.errors else 200
    return page(request, version, "protocols/abandon.html", form=form, why_not=why_not, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def vary_version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Begin a new version of a protocol that is in force."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    if request.method == "POST":
        try:
            new = vary(by=capacity, version=version)
        except Refused as refused:
            say_refused(request, refused)
            return redirect(address_of("version", version))
        messages.success(request, f"{new} is begun. {version} stays in force until the new one is signed and sealed.")
        return redirect(address_of("tasks", new))
    return page(request, version, "protocols/vary.html", why_not=permissions.why_not(capacity, version, Action.VARY))
