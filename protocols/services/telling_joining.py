"""Mail about who asks to join, who objects, and what a party begins for itself. Each must be called inside an act."""

from django.urls import reverse

from partners.models import Role
from portal.govuk.days import day
from portal.mail.services import absolute_url, queue_mail
from protocols import permissions
from protocols.facts.binding import bound_parties
from protocols.models import Instrument, JoinRequest, Objection
from protocols.models.joining import OBJECTORS
from protocols.services.telling import people_of
from protocols.services.telling_instruments import tell


def begun(instrument: Instrument, by: Role) -> None:
    """Of an accession, every party: by when it may object. Of what a party began for itself, the officer."""
    if instrument.kind == Instrument.Kind.ACCESSION:
        _may_object(instrument)
    elif not permissions.is_officer_of(by, instrument.version):
        what = f"{instrument.party} began this itself, to take effect on {day(instrument.effective_on)}."
        tell([instrument.version.officer], instrument, "instrument", "A party has begun", what, "Read it")


def _may_object(instrument: Instrument) -> None:
    party, until = instrument.party, instrument.objections_until
    asks = f"{party} asks to join on {day(instrument.effective_on)}. "
    if until is None:
        what = f"{asks}The agreement gives no time to object beforehand."
    else:
        what = f"{asks}You may object, with the reason, until {day(until)}. Without an objection it goes on then."
    told = people_of(bound_parties(instrument.version), *OBJECTORS)
    tell(told, instrument, "instrument", "A partner asks to join:", what, "Read it")


def objected(objection: Objection) -> None:
    """The officer: who objects, and why."""
    instrument = objection.instrument
    what = f"{objection.party} objects, so it cannot go on until that is resolved. The reason: {objection.reason}"
    tell([instrument.version.officer], instrument, "instrument", "Objection to", what, "Read it")


def answered(objection: Objection) -> None:
    """Of one withdrawn, the officer; of one overruled, those who may object for the party."""
    instrument, party = objection.instrument, objection.party
    if objection.state == Objection.State.WITHDRAWN:
        told, what = [instrument.version.officer], f"{party} has withdrawn its objection. {objection.answer}"
    else:
        told = list(people_of([party], *OBJECTORS))
        what = f"The objection of {party} is overruled: {objection.answer} The authority: {objection.authority}"
    tell(told, instrument, "instrument", "An objection is answered:", what, "Read it")


def asked_to_join(request: JoinRequest) -> None:
    """The officer: who asks, and why."""
    _tell_of(request, [request.version.officer], "A partner asks to join", f"{request.partner} asks: {request.reason}")


def request_refused(request: JoinRequest) -> None:
    """Whoever asked: why it was refused."""
    _tell_of(request, [request.asked_by], "Your request to join is refused:", request.answer)


def _tell_of(request: JoinRequest, roles: list[Role], subject: str, what: str) -> None:
    version = request.version
    officer = [role for role in roles if role.partnership_id is not None]
    reference = version.protocol.reference
    path = (
        reverse("protocols:join_request", args=[reference, version.number, request.pk])
        if officer
        else reverse("protocols:join", args=[reference])
    )
    for role in roles:
        context = {
            "version": version, "request": request, "role": role, "subject": subject, "what": what,
            "link": absolute_url(path),
        }  # fmt: skip
        queue_mail(to=role.person.email, template="protocols/join_request", context=context)
