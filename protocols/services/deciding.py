"""Approving, with conditions or without, asking for changes or advising against, on one exact snapshot."""

from collections.abc import Sequence

from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Decision, Signing, Snapshot
from protocols.queries.decisions import drafted_by, drafted_instrument
from protocols.queries.pinned import SEE_PINS
from protocols.services import telling, telling_instruments
from protocols.services.matters import Matter, OfInstrument, OfVersion, held, seen
from protocols.services.pinning import (
    SEE_CONDITIONS,
    Pin,
    Wanted,
    comment_on_draft,
    keep_conditions,
    keep_pins,
)  # fmt: skip
from protocols.services.queueing import queue
from protocols.states import Action

Outcome = Decision.Outcome
GIVEN = frozenset({Outcome.APPROVED, Outcome.CONDITIONS, Outcome.CHANGES, Outcome.AGAINST})
ANSWERED = frozenset({Outcome.FOLLOWED, Outcome.NOT_FOLLOWED})
ADVISERS = frozenset({RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN})
"""The posts that advise; a senior information risk owner answers for the organisation itself."""
CHOOSE = "Choose whether you approve, approve with conditions, ask for changes, or advise against it."
STALE = (
    "The text has changed since you opened this page, so nothing was decided. "
    "Read what is new, then decide again; what you wrote is still here."
)


def decide(
    *,
    by: Role,
    decision: Decision,
    sha256: str,
    outcome: Decision.Outcome,
    text: str = "",
    pins: Sequence[Pin] = (),
    conditions: Sequence[Wanted] = (),
) -> Decision:
    """Give a decision that was asked for. The same decision given twice counts once.

    `sha256` is the fingerprint of the snapshot that the page showed. Changes asked for send the version back to draft,
    with each pinned reason as a comment; the last approval opens the signing. Advice against waits for the answer of
    the party's accountable person (`protocols.services.advice`).
    Raises NotAllowed, WrongState, or Invalid beside the field at fault.
    """
    subject = seen(decision.snapshot).subject
    with act("protocols.decide", by=by, subject=subject, details={"outcome": str(outcome)}) as done:
        matter = held(decision.snapshot)
        current = Decision.objects.select_related("snapshot", "party__partner").get(pk=decision.pk)
        _check_own(by, current)
        if current.outcome in GIVEN | ANSWERED:
            _refuse_second(current, by, outcome, text)
            done.cancel()
            return current
        _check_open(by, matter, current, sha256)
        clean = _checked_text(current, outcome, text, pins, conditions)
        done.details |= {"snapshot": current.snapshot.sha256, "party": str(current.party), "post": current.kind}
        current.outcome, current.text = outcome, clean
        current.decided_at, current.decided_by = timezone.now(), by
        current.save()
        keep_pins(current, pins)
        if outcome == Outcome.CONDITIONS:
            keep_conditions(current, conditions)
        _follow_up(matter, current, by=by)
    return current


def decide_again(*, by: Role, decision: Decision) -> Decision:
    """Open a decision that was carried over, so that its post decides anew; until the signing opens.

    Asked twice, it is opened once. Raises NotAllowed or WrongState.
    """
    with act("protocols.decide.again", by=by, subject=seen(decision.snapshot).subject) as done:
        matter = held(decision.snapshot)
        current = Decision.objects.select_related("snapshot", "party__partner").get(pk=decision.pk)
        _check_own(by, current)
        if current.outcome == Outcome.WAITING:
            done.cancel()
            return current
        matter.check(by, Action.DECIDE_AGAIN, party=current.party)
        if current.carried_from_id is None or current.snapshot.withdrawn_at is not None:
            raise WrongState("Only an approval that was carried over to this text can be opened again.")
        done.details |= {"snapshot": current.snapshot.sha256, "party": str(current.party), "post": current.kind}
        current.conditions.all().delete()
        current.outcome, current.text, current.carried_from = Outcome.WAITING, "", None
        current.decided_at, current.decided_by = None, None
        current.save()
    return current


def withdraw(snapshot: Snapshot) -> None:
    """Take a snapshot back: nothing more can be decided on it. Must be called inside an act."""
    snapshot.withdrawn_at = timezone.now()
    snapshot.save(update_fields=["withdrawn_at"])
    snapshot.decisions.filter(outcome=Outcome.WAITING).update(outcome=Outcome.LAPSED)


def _check_own(by: Role, decision: Decision) -> None:
    if by.partner_id != decision.party.partner_id or by.kind != decision.kind or not by.is_current():
        raise NotAllowed(
            f"This decision is for the {decision.kind_label} of {decision.party}. You are acting as {by.label}."
        )


def _check_open(by: Role, matter: Matter, decision: Decision, sha256: str) -> None:
    if decision.outcome == Outcome.LAPSED or decision.snapshot.withdrawn_at is not None:
        raise WrongState(
            "This text was taken back to draft, so there is nothing to decide. "
            "You will be asked again when it is ready."
        )
    matter.check(by, Action.DECIDE, party=decision.party)
    if sha256 != decision.snapshot.sha256:
        raise WrongState(STALE)
    if has_drafted(by.person_id, matter):
        raise NotAllowed(
            f"You helped to draft this, so you cannot also decide on it for {decision.party}. "
            f"Ask another {decision.kind_label} of {decision.party} to decide."
        )


def _refuse_second(decision: Decision, by: Role, outcome: Decision.Outcome, text: str) -> None:
    fresh = decision.carried_from_id is None and decision.decided_by_id == by.pk
    same = decision.outcome == outcome and (decision.text == text.strip() or not text.strip())
    if not (fresh and same):
        when = timezone.localtime(decision.decided_at)
        raise WrongState(
            f"A decision was already given for {decision.party} on {when:%-d %B %Y}: "
            f"{decision.get_outcome_display().lower()}. It stands, and cannot be given again."
        )


def _checked_text(
    decision: Decision, outcome: Decision.Outcome, text: str, pins: Sequence[Pin], conditions: Sequence[Wanted]
) -> str:
    text = text.strip()
    pinned, wanted = any(pin.text.strip() for pin in pins), any(one.text.strip() for one in conditions)
    if outcome not in GIVEN:
        raise Invalid(CHOOSE, "outcome")
    if outcome == Outcome.AGAINST and RoleKind(decision.kind) not in ADVISERS:
        raise Invalid(f"Only an adviser advises: a {decision.kind_label} approves, or asks for changes.", "outcome")
    if outcome == Outcome.CONDITIONS and not (text or wanted):
        raise Invalid("Write the conditions on which you approve.", "text")
    if outcome == Outcome.CHANGES and not (text or pinned):
        raise Invalid("Write what has to change, and pin each reason to the place it is about.", "text")
    if outcome == Outcome.AGAINST and not (text or pinned):
        raise Invalid("Write why you advise against it.", "text")
    instead = {Outcome.CONDITIONS: SEE_CONDITIONS, Outcome.CHANGES: SEE_PINS, Outcome.AGAINST: SEE_PINS}
    return text or instead.get(outcome, "")


def _follow_up(matter: Matter, decision: Decision, *, by: Role) -> None:
    if decision.outcome == Outcome.CHANGES:
        send_back(matter, decision, Action.CHANGES_ASKED, by=by)
        return
    if decision.outcome == Outcome.AGAINST:
        telling.advised_against(matter.version, decision)
    elif decision.outcome == Outcome.CONDITIONS:
        telling.conditions_set(matter.version, decision)
    open_signing_when_all_approved(matter, decision.snapshot)


def has_drafted(person_id: int, matter: Matter) -> bool:
    """Whether a person helped to write what is decided on."""
    if isinstance(matter, OfInstrument):
        return drafted_instrument(person_id, matter.instrument)
    return drafted_by(person_id, matter.version)


def send_back(matter: Matter, decision: Decision, action: Action, *, by: Role) -> None:
    """Back to draft: the reasons become comments on a version's text, and decisions not yet given lapse.

    Must be called inside an act.
    """
    if isinstance(matter, OfVersion):
        comment_on_draft(decision, by=decision.decided_by or by)
    withdraw(decision.snapshot)
    matter.step(action, by=by, party=decision.party)
    if isinstance(matter, OfInstrument):
        telling_instruments.changes_asked(matter.instrument, decision)
    else:
        telling.changes_asked(matter.version, decision)


def open_signing_when_all_approved(matter: Matter, snapshot: Snapshot) -> None:
    """Open the signing where no decision, and no answer to advice, is waited for. Must be called inside an act."""
    if snapshot.decisions.filter(outcome__in=[Outcome.WAITING, Outcome.AGAINST]).exists():
        return
    with act("protocols.all_approved", by=SYSTEM, subject=matter.subject, details={"snapshot": snapshot.sha256}):
        matter.step(Action.ALL_APPROVED, by=SYSTEM)
        signing = Signing(snapshot=snapshot)
        signing.save()
        queue("prepare_signing", snapshot.pk)
