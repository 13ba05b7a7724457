"""Bringing a version into force on its day, and closing its signing: by the calendar, the officer, or with its end."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from portal.work.catching_up import catch_up
from protocols import permissions
from protocols.errors import Invalid, WrongState
from protocols.facts.commencing import terms_of
from protocols.models import ComingIntoForce, ProtocolVersion, Signing
from protocols.queries.signing import live_signing, places
from protocols.services import telling
from protocols.services.commencing import close, close_if_past, come_into_force, is_due
from protocols.services.signatures import hold
from protocols.services.stepping import locked
from protocols.states import Action, State


def close_signing(*, by: Role, version: ProtocolVersion, reason: str) -> ProtocolVersion:
    """Close the signing of a version in force before its last day; what was signed is then sealed.

    Those that have not signed are not bound, and may join by an accession. Closing twice is once. Raises NotAllowed,
    WrongState, or Invalid without a reason.
    """
    reason = reason.strip()
    with act("protocols.signing.close", by=by, subject=version, details={"reason": reason}) as done:
        version = locked(version)
        force = ComingIntoForce.objects.filter(signing__snapshot__version=version).first()
        if force is not None and force.closed_by_id == by.pk and force.reason == reason:
            done.cancel()
            return version
        permissions.check(by, version, Action.CLOSE_SIGNING)
        if not reason:
            raise Invalid("Write why signing closes now, as the parties should read it.", "reason")
        done.details["not_signed"] = _close(version, reason, by=by)
        telling.signing_closed(version)
    return version


def close_with(version: ProtocolVersion) -> None:
    """Close what is still open for signature of a held version that has ended. Must be called inside an act."""
    if version.comes_into_force_early:
        _close(version, f"{version} is no longer in force.")


def commence_due(today: date | None = None) -> int:
    """Bring into force what comes into force on a day that has come, and close what is past its last day; how many.

    Safe to run twice.
    """
    today = today or timezone.localdate()
    open_now = Signing.objects.filter(stage=Signing.Stage.OPEN, snapshot__instrument=None, snapshot__withdrawn_at=None)
    early = open_now.filter(snapshot__version__commencement__in=["number", "date"])
    due = (one for one in early.select_related("snapshot__version") if _may_move(one, today))
    failed = "%s could not be brought into force or closed; the next sweep tries again."
    return catch_up(due, lambda signing: _hold_and_move(signing, today), failed)


def _may_move(signing: Signing, today: date) -> bool:
    version = signing.snapshot.version
    return terms_of(version).is_past(today) or is_due(version, signing, today)


def _hold_and_move(signing: Signing, today: date) -> bool:
    with transaction.atomic():
        return _move(locked(signing.snapshot.version), today)


def _move(version: ProtocolVersion, today: date) -> bool:
    """Bring a held version into force, close its signing, or both; whether there was anything to do."""
    signing = live_signing(version)
    if signing is None or (signing := hold(signing)).stage != Signing.Stage.OPEN:
        return False
    met = is_due(version, signing, today)
    if met:
        come_into_force(version, signing)
    if version.status is State.IN_FORCE and terms_of(version).is_past(today):
        with act("protocols.signing.close", by=SYSTEM, subject=version) as done:
            left = [str(one.party) for one in places(signing) if one.signature is None]
            close_if_past(version, signing, today)
            signing.save()
            done.details["not_signed"] = left
            telling.signing_closed(version)
        return True
    return met


def _close(version: ProtocolVersion, reason: str, *, by: Role | None = None) -> list[str]:
    """Close the signing of a held version; the parties that have not signed."""
    signing = live_signing(version)
    if signing is None:
        raise WrongState(f"Signing of {version} is closed.")
    signing = hold(signing)
    if signing.stage != Signing.Stage.OPEN:
        return []
    left = [one.party for one in places(signing) if one.signature is None]
    close(signing, reason, by=by)
    signing.save()
    return [str(one) for one in left]
