"""Conditions of an approval: said to be met by the officer, found met or waived by the post that set them."""

from collections.abc import Callable

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Condition
from protocols.services import telling
from protocols.services.matters import held, seen
from protocols.states import Action

State = Condition.State


def say_met(*, by: Role, condition: Condition, evidence: str) -> Condition:
    """The officer says how a condition is met; the post that set it looks next. Said twice in the same words is once.

    Raises NotAllowed, WrongState or Invalid.
    """

    def change(current: Condition) -> None:
        if not evidence.strip():
            raise Invalid("Write how the condition is met, and where that can be seen.", "evidence")
        current.state, current.evidence, current.reason = State.PROPOSED, evidence.strip(), ""
        current.proposed_at, current.proposed_by = timezone.now(), by

    def same(current: Condition) -> bool:
        return current.state == State.PROPOSED and current.evidence == evidence.strip()

    return _change(condition, Action.SAY_MET, change, same, by=by)


def find_met(*, by: Role, condition: Condition, reason: str = "") -> Condition:
    """The post that set the condition, its deputy or successor, finds it met. Raises NotAllowed or WrongState."""
    return _close(condition, State.MET, reason, by=by)


def waive(*, by: Role, condition: Condition, reason: str) -> Condition:
    """The post that set the condition lets it go, and says why. Raises NotAllowed, WrongState or Invalid."""
    return _close(condition, State.WAIVED, reason, by=by)


def find_not_met(*, by: Role, condition: Condition, reason: str) -> Condition:
    """What was said to meet the condition does not: it is open again. Raises NotAllowed, WrongState or Invalid."""

    def change(current: Condition) -> None:
        if not reason.strip():
            raise Invalid("Write what is still missing.", "reason")
        if current.state != State.PROPOSED:
            raise WrongState("Nobody has said that this condition is met, so it is open already.")
        current.state, current.reason = State.OPEN, reason.strip()

    def same(current: Condition) -> bool:
        return current.state == State.OPEN and current.reason == reason.strip() != ""

    return _change(condition, Action.CLOSE_CONDITION, change, same, by=by)


def _close(condition: Condition, state: Condition.State, reason: str, *, by: Role) -> Condition:
    def change(current: Condition) -> None:
        if state == State.WAIVED and not reason.strip():
            raise Invalid("Write why the condition is waived.", "reason")
        current.state, current.reason = state, reason.strip()
        current.closed_at, current.closed_by = timezone.now(), by

    def same(current: Condition) -> bool:
        return current.state == state and current.closed_by_id == by.pk

    return _change(condition, Action.CLOSE_CONDITION, change, same, by=by)


def _change(
    condition: Condition,
    action: Action,
    change: Callable[[Condition], None],
    same: Callable[[Condition], bool],
    *,
    by: Role,
) -> Condition:
    """One step of a condition, held so that two at once follow one another; a repeated one changes nothing."""
    with act("protocols.condition.change", by=by, subject=seen(condition.decision.snapshot).subject) as done:
        matter = held(condition.decision.snapshot)
        current = _fresh(condition)
        own = action is Action.CLOSE_CONDITION
        if own:
            _check_own(by, current)
        matter.check(by, action, party=current.decision.party if own else None)
        if same(current):
            done.cancel()
            return current
        if not current.is_open:
            raise WrongState(f"This condition is {current.get_state_display().lower()} already, and stays so.")
        if current.decision.snapshot.withdrawn_at is not None:
            raise WrongState("The text that this condition belongs to went back to draft.")
        change(current)
        current.save()
        done.details |= {
            "party": str(current.decision.party), "post": current.decision.kind, "condition": current.number,
            "state": current.state, "reason": current.reason, "evidence": current.evidence,
        }  # fmt: skip
        telling.condition_changed(matter.version, current)
    return current


def _fresh(condition: Condition) -> Condition:
    found = Condition.objects.select_related("decision__snapshot__version", "decision__party__partner")
    return found.get(pk=condition.pk)


def _check_own(by: Role, condition: Condition) -> None:
    decision = condition.decision
    if by.partner_id != decision.party.partner_id or by.kind != decision.kind or not by.is_current():
        raise NotAllowed(
            f"Only the {decision.kind_label} of {decision.party} can say what became of this condition. "
            f"You are acting as {by.label}."
        )
