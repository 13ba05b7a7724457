"""Objecting to an accession, withdrawing an objection, and overruling one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from portal.govuk.days import day
from portal.govuk.forms import GovForm
from protocols.errors import Refused
from protocols.forms.joining import ObjectForm, OverruleForm, WithdrawObjectionForm
from protocols.forms.refusing import add_refusal
from protocols.models import Instrument, Objection
from protocols.permissions import why_not_instrument
from protocols.queries.joining import objections_to
from protocols.services.instruments.objecting import (
    object_to,
    overrule_objection,
    why_not_object,
    withdraw_objection,
)
from protocols.states import Action
from protocols.views.fetching import capacity_of
from protocols.views.instruments.fetching import address_of, instrument_or_404, instrument_page

OBJECTING = "protocols/instruments/objecting.html"


@require_http_methods(["GET", "HEAD", "POST"])
def object_to_it(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """Objecting for one's party."""
    found, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    form = ObjectForm(request.POST or None)

    def done() -> str:
        made = object_to(by=capacity, instrument=found, reason=form.cleaned_data["reason"])
        return f"You objected for {made.party}. The officer has been told."

    lead = f"{found.party} asks to join. You may object until {day(found.objections_until)}, with the reason."
    return _page(request, found, form, done, why_not_object(capacity, found), f"Object to {found}", lead)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str, number: int, act: int, pk: int) -> HttpResponse:
    """Withdrawing the objection of one's party."""
    found, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    objection, form = _objection_or_404(found, pk), WithdrawObjectionForm(request.POST or None)

    def done() -> str:
        withdraw_objection(by=capacity, objection=objection, answer=form.cleaned_data["answer"])
        return f"The objection of {objection.party} is withdrawn."

    why_not = why_not_instrument(capacity, found, Action.WITHDRAW_OBJECTION, party=objection.party)
    return _page(request, found, form, done, why_not, "Withdraw the objection", _lead(objection))


@require_http_methods(["GET", "HEAD", "POST"])
def overrule(request: HttpRequest, reference: str, number: int, act: int, pk: int) -> HttpResponse:
    """Overruling an objection on an authority."""
    found, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    objection, form = _objection_or_404(found, pk), OverruleForm(request.POST or None)

    def done() -> str:
        overrule_objection(by=capacity, objection=objection, **form.cleaned_data)
        return f"The objection of {objection.party} is overruled. Its people have been told."

    why_not = why_not_instrument(capacity, found, Action.OVERRULE)
    return _page(request, found, form, done, why_not, "Overrule the objection", _lead(objection))


def _page(
    request: HttpRequest, found: Instrument, form: GovForm, done: Callable[[], str], why_not: str | None, heading: str,
    lead: str,
) -> HttpResponse:  # fmt: skip
    if form.is_valid():
        try:
            said = done()
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, said)
            return redirect(address_of("instrument", found))
    return instrument_page(
        request, found, OBJECTING, form=form, why_not=why_not, heading=heading, lead=lead,
        cancel_url=address_of("instrument", found), status=422 if form.errors else 200,
    )  # fmt: skip


def _lead(objection: Objection) -> str:
    return f"{objection.party} objected on {day(objection.made_at)}: {objection.reason}"


def _objection_or_404(found: Instrument, pk: int) -> Objection:
    objection = objections_to(found).filter(pk=pk).first()
    if objection is None:
        raise Http404
    objection.instrument = found
    return objection
