"""Asking to join an agreement in force; the officer begins the accession with one act, or refuses with the reason."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid, NotAllowed, Refused, WrongState
from protocols.facts.binding import not_bound_yet
from protocols.models import Instrument, JoinRequest, Party, ProtocolVersion
from protocols.models.joining import BEGINNERS
from protocols.queries.joining import may_join, waiting_request
from protocols.services import telling_joining
from protocols.services.instruments.beginning import Content, begin_instrument
from protocols.services.instruments.joining import last_day_to_object
from protocols.services.instruments.terms import SET_DAYS
from protocols.services.stepping import locked
from protocols.states import State

Asked = JoinRequest.State


def ask_to_join(*, by: Role, version: ProtocolVersion, reason: str, nonce: UUID) -> JoinRequest:
    """Ask for one's partner to join. What waits already is answered, and the same form sent twice asks once.

    Raises NotAllowed, WrongState, or Invalid without a reason.
    """
    with act("protocols.join.ask", by=by, subject=version) as done:
        version = locked(version)
        check_ask(by, version)
        earlier = version.join_requests.filter(nonce=nonce).first() or waiting_request(version, by.partner)
        if earlier is not None:
            done.cancel()
            return earlier
        if not reason.strip():
            raise Invalid("Write why, as every party should read it.", "reason")
        if by.partner is None:
            raise LookupError("A role that may ask to join belongs to a partner.")
        request = JoinRequest(version=version, partner=by.partner, reason=reason.strip(), asked_by=by, nonce=nonce)
        request.save()
        telling_joining.asked_to_join(request)
    return request


def take_request_back(*, by: Role, request: JoinRequest) -> JoinRequest:
    """Take a request back that nobody has answered; a second time is once. Raises NotAllowed or WrongState."""
    with act("protocols.join.take_back", by=by, subject=request.version) as done:
        held = _held(request)
        if by.partner_id != held.partner_id or by.role not in BEGINNERS or not by.is_current():
            raise NotAllowed(f"Only {_who(held)} can take this back. You act as {by.label}.")
        if held.state == Asked.TAKEN_BACK:
            done.cancel()
            return held
        _refuse_answered(held)
        return _answer(held, by, Asked.TAKEN_BACK)


def begin_accession(*, by: Role, request: JoinRequest, set_days: str = "") -> Instrument:
    """Begin the accession that was asked for; it takes effect as soon as the parties' time to object allows.

    `set_days` are the working days for that, where the agreement's words give none. A second time it is the same.
    Raises NotAllowed, WrongState, or Invalid where the partner cannot join now.
    """
    with act("protocols.join.begin", by=by, subject=request.version) as done:
        held = _held(request)
        check_answer(by, held.version)
        if held.instrument is not None:
            done.cancel()
            return held.instrument
        _refuse_answered(held)
        until = last_day_to_object(held.version, set_days)
        on = until + timedelta(days=1) if until else timezone.localdate()
        content = Content(Instrument.Kind.ACCESSION, on, held.reason, held.partner, {SET_DAYS: set_days})
        held.instrument = begin_instrument(by=by, version=held.version, content=content, nonce=held.nonce)
        _answer(held, by, Asked.BEGUN)
        return held.instrument


def refuse_request(*, by: Role, request: JoinRequest, answer: str) -> JoinRequest:
    """Refuse a request, with the reason; a second time is once. Raises NotAllowed, WrongState, or Invalid."""
    with act("protocols.join.refuse", by=by, subject=request.version) as done:
        held = _held(request)
        check_answer(by, held.version)
        if held.state == Asked.REFUSED:
            done.cancel()
            return held
        _refuse_answered(held)
        if not answer.strip():
            raise Invalid("Write why it is refused, as the partner should read it.", "answer")
        held.answer = answer.strip()
        _answer(held, by, Asked.REFUSED)
        telling_joining.request_refused(held)
    return held


def check_ask(by: Role, version: ProtocolVersion) -> None:
    """Raise NotAllowed or WrongState unless somebody may ask for their partner to join a version in force."""
    if by.partner is None or by.role not in BEGINNERS or not by.is_current():
        raise NotAllowed(
            "Only the designated contact, a contributor or a signatory of a partner can ask for it to join. "
            f"You act as {by.label}."
        )
    if version.status is not State.IN_FORCE:
        raise WrongState(f"Only an agreement in force can be joined. {version} is {version.status.label.lower()}.")
    if Party.objects.filter(version=version, partner=by.partner).exclude(not_bound_yet()).exists():
        raise WrongState(f"{by.partner} is, or was, a party to {version} already.")
    if not may_join(by.partner, version):
        raise NotAllowed(f"{by.partner} cannot join {version}: it is no approved member, or not bound by its parent.")


def check_answer(by: Role, version: ProtocolVersion) -> None:
    """Raise NotAllowed unless somebody may answer requests to join: the partnership's officer may."""
    if not permissions.is_officer_of(by, version) or not by.is_current():
        raise NotAllowed(f"Only an officer of {version.protocol.partnership} can answer this. You act as {by.label}.")


def why_not_ask(by: Role, version: ProtocolVersion) -> str | None:
    """The sentence that says why somebody cannot ask; None where they can."""
    try:
        check_ask(by, version)
    except Refused as refused:
        return refused.sentence
    return None


def _held(request: JoinRequest) -> JoinRequest:
    version = locked(request.version)
    related = ("partner", "instrument", "asked_by__person")
    held = JoinRequest.objects.select_related(*related).select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    held.version = version
    return held


def _refuse_answered(request: JoinRequest) -> None:
    if not request.waits:
        raise WrongState(f"This request was answered already: {request.get_state_display().lower()}.")


def _answer(held: JoinRequest, by: Role, state: JoinRequest.State) -> JoinRequest:
    held.state, held.answered_by, held.answered_at = state, by, timezone.now()
    held.save(update_fields=["state", "answered_by", "answered_at", "answer", "instrument"])
    return held


def _who(request: JoinRequest) -> str:
    return f"the designated contact, a contributor or a signatory of {request.partner}"
