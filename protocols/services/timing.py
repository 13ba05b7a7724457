"""The closing date of a consultation: when it is, and whether something came after it."""

from datetime import date, timedelta

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import ProtocolVersion
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action, State

USUAL = timedelta(days=14)
LONGEST = timedelta(days=366)


def usual_closing_date() -> date:
    """The closing date that is offered: a fortnight from today."""
    return timezone.localdate() + USUAL


def is_late(version: ProtocolVersion) -> bool:
    """Whether what is said now comes after the closing date: it is taken all the same, and marked."""
    closes_on = version.consultation_closes_on
    return version.status is State.CONSULTATION and closes_on is not None and timezone.localdate() > closes_on


def check_closing_date(closes_on: date) -> None:
    """Raise Invalid unless the date is after today and within a year."""
    today = timezone.localdate()
    if closes_on <= today:
        raise Invalid("The closing date must be after today, so that people have time to read.", "closes_on")
    if closes_on > today + LONGEST:
        raise Invalid("The closing date must be within a year from today.", "closes_on")


def set_closing_date(*, by: Role, version: ProtocolVersion, closes_on: date) -> ProtocolVersion:
    """Move the closing date of an open consultation; the same date again changes nothing.

    What came before the new date and was marked late stays so marked. Raises NotAllowed, WrongState or Invalid.
    """
    with act("protocols.consultation.closing_date", by=by, subject=version) as setting:
        held = locked(version)
        check(by, held, Action.SET_CLOSING_DATE)
        if held.consultation_closes_on == closes_on:
            setting.cancel()
            return held
        check_closing_date(closes_on)
        held.consultation_closes_on = closes_on
        held.save(update_fields=["consultation_closes_on"])
        setting.details["closes_on"] = closes_on.isoformat()
    return held
