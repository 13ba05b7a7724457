"""Moving a version before it is approved: out to consultation, back to draft, or abandoned."""

from datetime import date

from partners.models import Role
from portal.audit.acts import act
from protocols.checks import before_consultation
from protocols.errors import Invalid
from protocols.facts.parents import unable_to_sign
from protocols.models import ProtocolVersion
from protocols.permissions import check, is_officer_of
from protocols.queries.decisions import live_snapshot
from protocols.queries.signing import live_signing
from protocols.services import telling
from protocols.services.deciding import withdraw
from protocols.services.signatures import hold
from protocols.services.stepping import locked, step
from protocols.services.stopping import void
from protocols.services.timing import check_closing_date, usual_closing_date
from protocols.states import Action, State


def open_consultation(*, by: Role, version: ProtocolVersion, closes_on: date | None = None) -> ProtocolVersion:
    """Put a draft before every party, until a closing date (a fortnight unless given); a second time changes nothing.

    Raises NotAllowed, WrongState, or Invalid with the first thing that is missing, or where the date will not do.
    """
    closes_on = closes_on or usual_closing_date()
    with act("protocols.consultation.open", by=by, subject=version) as opening:
        version = locked(version)
        if version.status is State.CONSULTATION and is_officer_of(by, version):
            opening.cancel()
            return version
        check(by, version, Action.OPEN_CONSULTATION)
        missing = before_consultation(version)
        if missing:
            raise Invalid(f"Before consultation can open: {missing[0].sentence}")
        check_closing_date(closes_on)
        step(version, Action.OPEN_CONSULTATION, by=by)
        version.consultation_closes_on = closes_on
        version.save(update_fields=["consultation_closes_on"])
        opening.details["closes_on"] = closes_on.isoformat()
        telling.consultation_opened(version)
    return version


def take_back(*, by: Role, version: ProtocolVersion) -> ProtocolVersion:
    """Take a version back to draft; decisions not yet given on it lapse. A second time changes nothing.

    One that is being signed goes back only where a party cannot sign it any more; the signatures so far are void.
    """
    with act("protocols.draft.take_back", by=by, subject=version) as taking:
        version = locked(version)
        if version.status is State.DRAFT and is_officer_of(by, version):
            taking.cancel()
            return version
        check(by, version, Action.BACK_TO_DRAFT)
        snapshot, signing = live_snapshot(version), live_signing(version)
        if signing is not None:
            taking.details["void"] = void(hold(signing))
            telling.taken_back(version, unable_to_sign(version))
        if snapshot is not None:
            withdraw(snapshot)
            taking.details["snapshot"] = snapshot.sha256
        step(version, Action.BACK_TO_DRAFT, by=by)
    return version


def abandon(*, by: Role, version: ProtocolVersion, reason: str) -> ProtocolVersion:
    """Give a version up for good, and say why; it is kept, read only. A second time changes nothing."""
    words = reason.strip()
    if not words:
        raise Invalid("Say why this version is abandoned. The reason is kept on record.", "reason")
    with act("protocols.version.abandon", by=by, subject=version, details={"reason": words}) as leaving:
        version = locked(version)
        if version.status is State.ABANDONED and version.ended_reason == words and is_officer_of(by, version):
            leaving.cancel()
            return version
        check(by, version, Action.ABANDON)
        step(version, Action.ABANDON, by=by)
        version.ended_reason = words
        version.save(update_fields=["ended_reason"])
    return version
