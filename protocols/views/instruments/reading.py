"""One instrument: its text, who decides and signs, what was done; submitting it, taking it back, giving it up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from partners.models import Role
from protocols.errors import Refused
from protocols.models import Document, Instrument
from protocols.permissions import why_not_instrument
from protocols.queries.approvals import conditions_of
from protocols.queries.decisions import decisions_on
from protocols.queries.instrument_turns import happenings_of, waiting_lines
from protocols.queries.instruments import decision_asked, live_text, worded
from protocols.queries.joining import objections_to, unheard
from protocols.queries.signing import signature_of, signers_of, signing_of
from protocols.queries.signing_order import turns
from protocols.services.instruments.beginning import abandon_instrument
from protocols.services.instruments.objecting import why_not_object
from protocols.services.instruments.submitting import submit_instrument, take_back_instrument
from protocols.states import Action, State
from protocols.views.fetching import capacity_of, say_refused
from protocols.views.instruments.fetching import address_of, instrument_or_404, instrument_page


@require_safe
def instrument(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """Everything about one instrument, and what the reader does next."""
    found, capacity = instrument_or_404(request, reference, number, act), capacity_of(request)
    snapshot = live_text(found) or found.snapshots.first()
    signing = signing_of(found)
    files = {one.kind: one for one in snapshot.documents.all()} if snapshot else {}
    return instrument_page(
        request, found, "protocols/instruments/instrument.html",
        clauses=snapshot.content["sections"] if snapshot and snapshot.withdrawn_at is None else _drafted(found),
        snapshot=snapshot, decisions=decisions_on(snapshot) if snapshot else [],
        conditions=conditions_of(snapshot) if snapshot else [], signers=list(signers_of(found)),
        order=turns(signing) if signing else [], signed=files.get(Document.Kind.SIGNED),
        copy=files.get(Document.Kind.APPROVAL_COPY), turns=waiting_lines(found), happenings=happenings_of(found),
        next=_next(capacity, found), may_change=not why_not_instrument(capacity, found, Action.EDIT_TEXT),
        may_submit=not why_not_instrument(capacity, found, Action.SUBMIT),
        may_take_back=not why_not_instrument(capacity, found, Action.BACK_TO_DRAFT),
        may_plan=not why_not_instrument(capacity, found, Action.PLAN_SIGNING),
        may_give_up=not why_not_instrument(capacity, found, Action.ABANDON), **_objections(capacity, found),
    )  # fmt: skip


def _objections(capacity: Role, found: Instrument) -> dict[str, object]:
    """What the page tells of the time to object; nothing where no partner joins."""
    if found.kind != Instrument.Kind.ACCESSION:
        return {}
    drafted = found.status is State.DRAFT
    return {
        "hears": True, "objections": list(objections_to(found)), "may_object": not why_not_object(capacity, found),
        "why_not_go_on": unheard(found) if drafted else None, "own_partner": capacity.partner_id if drafted else None,
        "may_overrule": not why_not_instrument(capacity, found, Action.OVERRULE),
    }  # fmt: skip


def _drafted(found: Instrument) -> list[dict[str, object]]:
    """The text of a draft, in the shape of a frozen one."""
    return [
        {"id": one.id, "number": number, "title": one.title, "html": one.html, "schedule": None}
        for number, one in enumerate(worded(found), start=1)
    ]


def _next(capacity: Role, found: Instrument) -> tuple[str, str] | None:
    """The reader's own next act: the words on the button, and where it leads."""
    asked = decision_asked(capacity, found)
    if found.status is State.APPROVAL and asked is not None and asked.outcome == "waiting":
        return f"Read and decide for {asked.party}", address_of("instrument_approve", found)
    signing = signing_of(found)
    if found.status is not State.SIGNING or signing is None or signing.current is None:
        return None
    party = next((one for one in signers_of(found) if one.partner_id == capacity.partner_id), None)
    if (
        party is None
        or why_not_instrument(capacity, found, Action.SIGN, party=party)
        or signature_of(capacity, signing)
    ):
        return None
    return f"Read and sign for {party}", address_of("instrument_sign", found)


@require_POST
def submit(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """Freeze the text and ask for decisions."""
    said = "It is submitted. Each party that signs it has been asked to approve it."
    return _done(request, instrument_or_404(request, reference, number, act), submit_instrument, said)


@require_POST
def take_back(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """Back to draft."""
    said = "It is a draft again."
    return _done(request, instrument_or_404(request, reference, number, act), take_back_instrument, said)


@require_POST
def give_up(request: HttpRequest, reference: str, number: int, act: int) -> HttpResponse:
    """Give a draft up."""
    said = "The draft is given up. It is kept, and can be read."
    return _done(request, instrument_or_404(request, reference, number, act), abandon_instrument, said)


def _done(request: HttpRequest, found: Instrument, service: Callable[..., object], said: str) -> HttpResponse:
    try:
        service(by=capacity_of(request), instrument=found)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, said)
    return redirect(address_of("instrument", found))
