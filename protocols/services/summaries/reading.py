"""Confirming the plain summary as read, and counting staff who have no account."""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import ProtocolVersion, StaffCount, SummaryReading
from protocols.queries.decisions import live_snapshot
from protocols.services.stepping import locked
from protocols.states import Action

MOST = 1_000_000


def confirm_summary(*, by: Role, version: ProtocolVersion, sha256: str) -> SummaryReading:
    """Confirm that the summary of a signed text was read, for the partner acted for. Confirming twice is once.

    Raises NotAllowed, WrongState, or Invalid where the text is another than the one that was shown.
    """
    with act("protocols.summary.confirm", by=by, subject=version) as done:
        version = locked(version)
        permissions.check(by, version, Action.READ_SUMMARY)
        if by.partner_id is None:
            raise NotAllowed("You confirm for an organisation. Choose a role at one of the parties.")
        snapshot = live_snapshot(version)
        if snapshot is None:
            raise WrongState("Nothing is signed yet, so there is no summary to read.")
        if snapshot.sha256 != sha256:
            raise Invalid("The agreement has changed since you opened the summary. Read it again.")
        row = SummaryReading.objects.filter(version=version, person=by.person_id, partner=by.partner_id).first()
        if row is not None and row.confirmed_at is not None:
            done.cancel()
            return row
        row = row or SummaryReading(version=version, person_id=by.person_id, partner_id=by.partner_id)
        row.role, row.confirmed_at, row.sha256 = by, timezone.now(), sha256
        row.save()
    return row


def count_staff(*, by: Role, version: ProtocolVersion, number: int, how: str = "") -> StaffCount:
    """Say how many of one's partner's people without an account were briefed; the same again is no change.

    Raises NotAllowed, WrongState, or Invalid.
    """
    with act("protocols.summary.count", by=by, subject=version, details={"number": number}) as done:
        version = locked(version)
        permissions.check(by, version, Action.COUNT_STAFF)
        if by.partner_id is None:
            raise LookupError("A role that may count staff belongs to a partner.")
        if not 0 <= number <= MOST:
            raise Invalid(f"Enter a whole number from 0 to {MOST:,}.", "number")
        row = StaffCount.objects.filter(version=version, partner=by.partner_id).first()
        if row is not None and (row.number, row.how) == (number, how.strip()):
            done.cancel()
            return row
        row = row or StaffCount(version=version, partner_id=by.partner_id)
        row.number, row.how, row.counted_by, row.counted_at = number, how.strip(), str(by)[:250], timezone.now()
        row.save()
    return row
