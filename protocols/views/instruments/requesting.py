"""Asking to join an agreement in force, and the officer's answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.errors import Refused
from protocols.forms.joining import BeginAccessionForm, JoinForm, RefuseRequestForm
from protocols.forms.refusing import add_refusal
from protocols.models import JoinRequest, ProtocolVersion
from protocols.queries.joining import joinable, requests_to, time_to_object, waiting_request
from protocols.queries.protocols import address_of as address_of_version
from protocols.services.instruments.requesting import (
    ask_to_join,
    begin_accession,
    refuse_request,
    take_request_back,
    why_not_ask,
)
from protocols.views.fetching import capacity_of, page, say_refused, version_or_404
from protocols.views.instruments.fetching import TAB, address_of


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, reference: str) -> HttpResponse:
    """Asking for one's partner to join; what was asked and is not answered."""
    capacity, version = capacity_of(request), _joinable_or_404(request, reference)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        try:
            ask_to_join(by=capacity, version=version, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The officer has your request.")
            return redirect("protocols:join", reference=reference)
    earlier = version.join_requests.filter(partner=capacity.partner)
    context = {
        "version": version, "protocol": version.protocol, "form": form, "partner": capacity.partner,
        "asked": waiting_request(version, capacity.partner), "period": time_to_object(version),
        "refused": earlier.filter(state=JoinRequest.State.REFUSED).first(), "why_not": why_not_ask(capacity, version),
    }  # fmt: skip
    return render(request, "protocols/instruments/join.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Taking a request back."""
    version = _joinable_or_404(request, reference)
    found = requests_to(version, capacity_of(request)).filter(pk=pk, partner=capacity_of(request).partner).first()
    if found is None:
        raise Http404
    try:
        take_request_back(by=capacity_of(request), request=found)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, "The request is taken back.")
    return redirect("protocols:join", reference=reference)


@require_safe
def read(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """A request to join, for the officer and the parties."""
    version = version_or_404(request, reference, number)
    return _request_page(request, version, _request_or_404(request, version, pk), RefuseRequestForm())


@require_POST
def begin(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """The accession, begun from the request."""
    version = version_or_404(request, reference, number)
    found, begins = _request_or_404(request, version, pk), BeginAccessionForm(request.POST)
    if not begins.is_valid():
        return _request_page(request, version, found, RefuseRequestForm(), begins=begins, status=422)
    try:
        made = begin_accession(by=capacity_of(request), request=found, set_days=begins.days)
    except Refused as refused:
        say_refused(request, refused)
        return redirect(address_of_version("join_request", version, found.pk))
    messages.success(request, "The accession is begun, and the parties have been told.")
    return redirect(address_of("instrument", made))


@require_POST
def refuse(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Refusing a request, with the reason."""
    version = version_or_404(request, reference, number)
    found, form = _request_or_404(request, version, pk), RefuseRequestForm(request.POST)
    if form.is_valid():
        try:
            refuse_request(by=capacity_of(request), request=found, answer=form.cleaned_data["answer"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The request of {found.partner} is refused. It has been told.")
            return redirect(address_of_version("instruments", version))
    return _request_page(request, version, found, form, status=422)


def _request_page(
    request: HttpRequest, version: ProtocolVersion, found: JoinRequest, form: RefuseRequestForm,
    begins: BeginAccessionForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    return page(
        request, version, "protocols/instruments/request.html", tab=TAB, one=found, form=form,
        begins=begins or BeginAccessionForm(), period=time_to_object(version), status=status,
        is_officer=capacity_of(request).partnership_id is not None,
    )  # fmt: skip


def _request_or_404(request: HttpRequest, version: ProtocolVersion, pk: int) -> JoinRequest:
    found = requests_to(version, capacity_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.version = version
    return found


def _joinable_or_404(request: HttpRequest, reference: str) -> ProtocolVersion:
    version = joinable(capacity_of(request), reference)
    if version is None:
        raise Http404
    return version
