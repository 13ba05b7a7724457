"""The ends of a version in force: terminated by the officer, or expired by the calendar."""

from datetime import date

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols import permissions
from protocols.errors import Invalid
from protocols.models import ProtocolVersion
from protocols.services.stepping import locked, step
from protocols.states import Action, State


def terminate(*, by: Role, version: ProtocolVersion, reason: str) -> ProtocolVersion:
    """End a version in force before its time. The reason is kept; ending it twice is once.

    Raises NotAllowed, WrongState, or Invalid without a reason.
    """
    reason = reason.strip()
    with act("protocols.terminate", by=by, subject=version, details={"reason": reason}) as done:
        version = locked(version)
        repeated = version.status is State.TERMINATED and version.ended_reason == reason
        if repeated and permissions.is_officer_of(by, version):
            done.cancel()
            return version
        permissions.check(by, version, Action.TERMINATE)
        if not reason:
            raise Invalid("Write why it ends, as the parties should read it.", "reason")
        version.ended_reason = reason
        version.save(update_fields=["ended_reason"])
        step(version, Action.TERMINATE, by=by)
    return version


def expire_due(*, on: date | None = None) -> int:
    """Expire the versions in force whose end date has passed on a day (today by default); how many.

    The end date itself is still in force.
    """
    past = ProtocolVersion.objects.filter(state=State.IN_FORCE.value, ends_on__lt=on or timezone.localdate())
    count = 0
    for version in past:
        with act("protocols.expire", by=SYSTEM, subject=version, details={"ended_on": str(version.ends_on)}) as done:
            held = locked(version)
            if held.status is not State.IN_FORCE:
                done.cancel()
                continue
            step(held, Action.EXPIRE, by=SYSTEM)
            count += 1
    return count
