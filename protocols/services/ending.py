"""The ends of a version in force: terminated by the officer, or expired by the calendar."""

from datetime import date

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols import permissions
from protocols.errors import Invalid
from protocols.models import ProtocolVersion
from protocols.services.closing import close_with
from protocols.services.instruments.lapsing import lapse_all
from protocols.services.stepping import locked, step
from protocols.states import Action, State
from protocols.texts.instruments import sentence


def terminate(*, by: Role, version: ProtocolVersion, reason: str, authority: str) -> ProtocolVersion:
    """End a version in force without its parties' signatures. Reason and authority are kept; ending it twice is once.

    `authority` says by what right: a court's order, a regulator's notice, the parties' decision made elsewhere, or that
    fewer than two parties are left. Where the parties can sign, they end it by a document of their own.
    Raises NotAllowed, WrongState, or Invalid without a reason or an authority.
    """
    reason, authority = reason.strip(), authority.strip()
    told = f"{sentence(reason)} Ended on this authority: {sentence(authority)}"
    details = {"reason": reason, "authority": authority}
    with act("protocols.terminate", by=by, subject=version, details=details) as done:
        version = locked(version)
        repeated = version.status is State.TERMINATED and version.ended_reason == told
        if repeated and permissions.is_officer_of(by, version):
            done.cancel()
            return version
        permissions.check(by, version, Action.TERMINATE)
        if not reason:
            raise Invalid("Write why it ends, as the parties should read it.", "reason")
        if not authority:
            raise Invalid("Write by what authority you end it without the parties’ signatures.", "authority")
        version.ended_reason = told
        version.save(update_fields=["ended_reason"])
        step(version, Action.TERMINATE, by=by)
        lapse_all(version)
        close_with(version)
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
            lapse_all(held)
            close_with(held)
            count += 1
    return count
