"""Objecting to an accession while the time runs; withdrawing an objection, and overruling one on an authority."""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from portal.govuk.days import day
from protocols import permissions
from protocols.errors import Invalid, NotAllowed, Refused, WrongState
from protocols.facts.binding import bound_parties
from protocols.models import Instrument, Objection, Party
from protocols.queries.joining import may_still_object, objections_to
from protocols.services import telling_joining
from protocols.services.stepping import locked
from protocols.states import Action


def object_to(*, by: Role, instrument: Instrument, reason: str) -> Objection:
    """Object for one's party, with the reason. While its objection is open, objecting again is the same.

    Raises NotAllowed, WrongState once the time is over, or Invalid without a reason.
    """
    with act("protocols.instrument.object", by=by, subject=instrument) as done:
        held = _held(instrument)
        party = check_object(by, held)
        earlier = objections_to(held).filter(party=party, state=Objection.State.OPEN).first()
        if earlier is not None:
            done.cancel()
            return earlier
        if not reason.strip():
            raise Invalid("Write why, as every party should read it.", "reason")
        objection = Objection(instrument=held, party=party, reason=reason.strip(), made_by=by)
        objection.save()
        done.details["party"] = str(party)
        telling_joining.objected(objection)
    return objection


def withdraw_objection(*, by: Role, objection: Objection, answer: str = "") -> Objection:
    """Withdraw one's party's objection, perhaps saying why; a second time is once. Raises NotAllowed or WrongState."""
    return _answered(by, objection, Objection.State.WITHDRAWN, answer=answer.strip())


def overrule_objection(*, by: Role, objection: Objection, answer: str, authority: str) -> Objection:
    """Overrule an objection: why, and by what right. A second time is once.

    Raises NotAllowed unless an officer does, WrongState, or Invalid without a reason or an authority.
    """
    if not answer.strip():
        raise Invalid("Write why it is overruled, as every party should read it.", "answer")
    if not authority.strip():
        raise Invalid("Write by what authority it is overruled, such as a decision of the board.", "authority")
    return _answered(by, objection, Objection.State.OVERRULED, answer=answer.strip(), authority=authority.strip())


def check_object(by: Role, instrument: Instrument) -> Party:
    """The party for which somebody may object now. Raises NotAllowed or WrongState."""
    party = next((one for one in bound_parties(instrument.version) if one.partner_id == by.partner_id), None)
    if party is None:
        raise NotAllowed(f"Only a party to {instrument.version} can object. You act as {by.label}.")
    permissions.check_instrument(by, instrument, Action.OBJECT, party=party)
    if instrument.objections_until is None:
        raise WrongState("The agreement gives the parties no time to object to this.")
    if not may_still_object(instrument):
        raise WrongState(f"The time to object ended on {day(instrument.objections_until)}.")
    return party


def why_not_object(by: Role, instrument: Instrument) -> str | None:
    """The sentence that says why somebody cannot object now; None where they can."""
    try:
        check_object(by, instrument)
    except Refused as refused:
        return refused.sentence
    return None


def _answered(by: Role, objection: Objection, state: Objection.State, **words: str) -> Objection:
    withdrawn = state == Objection.State.WITHDRAWN
    action = Action.WITHDRAW_OBJECTION if withdrawn else Action.OVERRULE
    name = "protocols.instrument.withdraw_objection" if withdrawn else "protocols.instrument.overrule"
    with act(name, by=by, subject=objection.instrument) as done:
        instrument = _held(objection.instrument)
        held = objections_to(instrument).select_for_update(of=("self",), no_key=True).get(pk=objection.pk)
        permissions.check_instrument(by, instrument, action, party=held.party if withdrawn else None)
        if held.state == state:
            done.cancel()
            return held
        if not held.is_open:
            raise WrongState(f"This objection is {held.get_state_display().lower()} already.")
        held.instrument = instrument
        held.state, held.answered_by, held.answered_at = state, by, timezone.now()
        held.answer, held.authority = words["answer"], words.get("authority", "")
        held.save(update_fields=["state", "answered_by", "answered_at", "answer", "authority"])
        done.details["party"] = str(held.party)
        telling_joining.answered(held)
    return held


def _held(instrument: Instrument) -> Instrument:
    version = locked(instrument.version)
    held = (
        Instrument.objects.select_for_update(of=("self",), no_key=True)
        .select_related("party__partner")
        .get(pk=instrument.pk)
    )
    held.version = version
    return held
