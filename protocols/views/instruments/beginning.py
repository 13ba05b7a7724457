"""The list of instruments, choosing a kind, and the form of each."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partners.models import Partner, Role
from portal.govuk.days import day
from protocols import permissions
from protocols.errors import Refused
from protocols.facts.binding import bound_parties, suspended, too_few
from protocols.forms.instruments import FORMS
from protocols.forms.refusing import add_refusal
from protocols.kinds import ANSWERING, OWN_ACTS
from protocols.loader.instruments import instrument_wordings
from protocols.models import Instrument, ProtocolVersion
from protocols.queries.instrument_turns import partners_for, rows_of
from protocols.queries.instruments import notice_days
from protocols.queries.joining import requests_to, time_to_object
from protocols.queries.leaving_with import leaving_with_parent, left_with, thematic_under
from protocols.queries.protocols import address_of as address_of_version
from protocols.services.instruments.beginning import begin_instrument, change_instrument, why_not_begin
from protocols.services.instruments.joining import last_day_to_object
from protocols.states import Action, State
from protocols.views.fetching import capacity_of, page, version_or_404
from protocols.views.instruments.fetching import TAB, address_of, instrument_or_404, instrument_page

Kind = Instrument.Kind


@require_safe
def instrument_list(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Every instrument, who is bound today, and whose sharing is paused."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    paused = suspended(version)
    parties = [(party, paused.get(party.pk)) for party in bound_parties(version)]
    return page(
        request, version, "protocols/instruments/list.html", tab=TAB, rows=rows_of(version, capacity), parties=parties,
        why_not=why_not_begin(capacity, version), too_few=too_few(version), in_force=version.status is State.IN_FORCE,
        requests=[one for one in requests_to(version, capacity) if one.waits], leaving=leaving_with_parent(version),
        is_officer=permissions.is_officer_of(capacity, version),
    )  # fmt: skip


@require_safe
def choose(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What each kind does, in plain words."""
    version = version_or_404(request, reference, number)
    capacity = capacity_of(request)
    kinds = [
        (one, ANSWERING[one.kind], why_not_begin(capacity, version, Kind(one.kind)))
        for one in instrument_wordings().values()
    ]
    why_not = why_not_begin(capacity, version)
    return page(request, version, "protocols/instruments/choose.html", tab=TAB, kinds=kinds, why_not=why_not)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """The form of a kind."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    if kind not in Kind.values:
        raise Http404
    chosen, own = Kind(kind), _own(capacity, kind)
    partners = None if own else partners_for(version, chosen)
    told = _told(version, chosen, own)
    form = FORMS[chosen](
        request.POST or None, partners=partners, own=own is not None, settled=bool(told.get("period")),
        initial=_first(version, chosen),
    )  # fmt: skip
    if form.is_valid():
        content = form.content(chosen, own)
        try:
            made = begin_instrument(by=capacity, version=version, content=content, nonce=form.cleaned_data["nonce"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _saved(made))
            return redirect(address_of("instrument", made))
    return page(
        request, version, "protocols/instruments/form.html", tab=TAB, form=form, wording=instrument_wordings()[kind],
        why_not=why_not_begin(capacity, version, chosen), nobody=form.partners == {} and "partner" in form.fields,
        own=own, status=422 if form.errors else 200, cancel_url=address_of_version("instruments", version),
        **told,
    )  # fmt: skip


def _own(capacity: Role, kind: str) -> Partner | None:
    """The reader's own partner, where they begin its own act; None for an officer."""
    return capacity.partner if kind in OWN_ACTS else None


def _first(version: ProtocolVersion, kind: Instrument.Kind) -> dict[str, object]:
    """The first day on which it could take effect, where the agreement's words say."""
    today = timezone.localdate()
    if kind == Kind.WITHDRAWAL:
        return {"given_on": today, "effective_on": today + timedelta(days=notice_days(version))}
    until = last_day_to_object(version) if kind == Kind.ACCESSION else None
    return {"effective_on": until + timedelta(days=1)} if until else {}


def _told(version: ProtocolVersion, kind: Instrument.Kind, own: Partner | None) -> dict[str, object]:
    """What the form tells first: the notice and what it comes to, what else is left with it, the time to object."""
    if kind == Kind.WITHDRAWAL:
        days = notice_days(version)
        first = timezone.localdate() + timedelta(days=days)
        return {"notice": days, "first": first, "under": left_with(version, own.pk) if own else thematic_under(version)}
    if kind == Kind.ACCESSION:
        return {"period": time_to_object(version), "until": last_day_to_object(version)}
    return {}


def _saved(made: Instrument) -> str:
    if made.objections_until is not None:
        return f"The draft is saved, and the parties are told. They may object until {day(made.objections_until)}."
    return "The draft is saved. Read the document, then submit it for approval."


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """The form of a draft, as it stands."""
    instrument, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    kind = Kind(instrument.kind)
    own = _own(capacity, kind)
    mine = own is not None
    sent = request.POST if request.method == "POST" else None
    form = FORMS[kind](sent, own=mine, settled=True) if sent is not None else FORMS[kind].of(instrument, own=mine)
    if form.is_valid():
        try:
            partner = instrument.party.partner if instrument.party else None
            revision = form.cleaned_data["revision"] or 0
            content = form.content(kind, partner)
            change_instrument(by=capacity, instrument=instrument, content=content, revision=revision)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The draft is saved.")
            return redirect(address_of("instrument", instrument))
    why_not = permissions.why_not_instrument(capacity, instrument, Action.EDIT_TEXT)
    told = _told(instrument.version, kind, own) if kind == Kind.WITHDRAWAL else {}
    return instrument_page(
        request, instrument, "protocols/instruments/form.html", form=form, why_not=why_not, **told,
        status=422 if form.errors else 200, cancel_url=address_of("instrument", instrument),
    )  # fmt: skip
