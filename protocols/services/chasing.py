"""Writing to every partner that is late, at once: each at most once a day."""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import NotAllowed, WrongState
from protocols.facts.commencing import is_open
from protocols.models import Chase, Decision, Party, ProtocolVersion, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.partner_status import late_on
from protocols.queries.signing import live_signing
from protocols.services import telling
from protocols.services.calling import call
from protocols.services.stepping import locked
from protocols.states import State

CHASED = (State.APPROVAL, State.SIGNING)


def chase_late(*, by: Role, version: ProtocolVersion) -> list[Party]:
    """Mail those at each late partner who owe a decision or a signature; the partners written to now.

    Chasing again on the same day writes to nobody again. Raises NotAllowed, or WrongState where nothing is owed.
    """
    with act("protocols.partners.chase", by=by, subject=version) as done:
        version = locked(version)
        check_chase(by, version)
        snapshot = live_snapshot(version)
        late = [one.party for one in late_on(version)]
        if snapshot is None or not late:
            done.cancel()
            return []
        for party in late:
            Chase(snapshot=snapshot, party=party, on=timezone.localdate(), sent_by=by).save()
        _write(version, snapshot, late)
        done.details["parties"] = [str(party) for party in late]
    return late


def check_chase(by: Role, version: ProtocolVersion) -> None:
    """Raise NotAllowed unless an officer asks, or WrongState unless decisions or signatures are owed."""
    if not permissions.is_officer_of(by, version) or not by.is_current():
        raise NotAllowed(f"Only an officer of {version.protocol.partnership} can write to all. You act as {by.label}.")
    if version.status not in CHASED and not is_open(version):
        raise WrongState("Nobody owes a decision or a signature now, so there is nobody to write to.")


def why_not_chase(by: Role, version: ProtocolVersion) -> str | None:
    """The sentence that says why somebody cannot write to all now; None where they can."""
    try:
        check_chase(by, version)
    except (NotAllowed, WrongState) as refused:
        return refused.sentence
    return None


def _write(version: ProtocolVersion, snapshot: Snapshot, late: list[Party]) -> None:
    signing = live_signing(version)
    if version.status is not State.APPROVAL and signing is not None:
        call(signing, late)
        return
    owed = snapshot.decisions.filter(outcome=Decision.Outcome.WAITING, party__in=late)
    telling.asked_to_approve(version, owed.select_related("party__partner"))
