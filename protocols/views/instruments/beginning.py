"""The list of instruments, choosing a kind, and the form of each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from protocols import permissions
from protocols.errors import Refused
from protocols.facts.binding import bound_parties, suspended, too_few
from protocols.forms.instruments import FORMS
from protocols.forms.refusing import add_refusal
from protocols.kinds import ANSWERING
from protocols.loader.instruments import instrument_wordings
from protocols.models import Instrument
from protocols.queries.instrument_turns import partners_for, rows_of
from protocols.queries.instruments import notice_days
from protocols.queries.protocols import address_of as address_of_version
from protocols.services.instruments.beginning import begin_instrument, change_instrument, why_not_begin
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
    )  # fmt: skip


@require_safe
def choose(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What each kind does, in plain words."""
    version = version_or_404(request, reference, number)
    kinds = [(one, ANSWERING[one.kind]) for one in instrument_wordings().values()]
    why_not = why_not_begin(capacity_of(request), version)
    return page(request, version, "protocols/instruments/choose.html", tab=TAB, kinds=kinds, why_not=why_not)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, reference: str, number: int, kind: str) -> HttpResponse:
    """The form of a kind."""
    version, capacity = version_or_404(request, reference, number), capacity_of(request)
    if kind not in Kind.values:
        raise Http404
    chosen = Kind(kind)
    form = FORMS[chosen](request.POST or None, partners=partners_for(version, chosen))
    if form.is_valid():
        try:
            made = begin_instrument(
                by=capacity, version=version, content=form.content(chosen), nonce=form.cleaned_data["nonce"]
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The draft is saved. Read the document, then submit it for approval.")
            return redirect(address_of("instrument", made))
    return page(
        request, version, "protocols/instruments/form.html", tab=TAB, form=form, wording=instrument_wordings()[kind],
        why_not=why_not_begin(capacity, version), notice=notice_days(version) if chosen == Kind.WITHDRAWAL else None,
        nobody=form.partners == {} and "partner" in form.fields, status=422 if form.errors else 200,
        cancel_url=address_of_version("instruments", version),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """The form of a draft, as it stands."""
    instrument, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    kind = Kind(instrument.kind)
    form = FORMS[kind](request.POST) if request.method == "POST" else FORMS[kind].of(instrument)
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
    notice = notice_days(instrument.version) if kind == Kind.WITHDRAWAL else None
    return instrument_page(
        request, instrument, "protocols/instruments/form.html", form=form, why_not=why_not, notice=notice,
        status=422 if form.errors else 200, cancel_url=address_of("instrument", instrument),
    )  # fmt: skip
