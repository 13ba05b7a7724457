"""How to break each constraint of decisions, conditions and deputies; `w` is the world of test_constraints.py."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from partners.models import Role
from protocols.models import Condition, DecisionPin

NOW = timezone.now()


def given(w: Any, **values: object) -> Any:
    """A decision that was given."""
    return w.add_decision(**{"decided_at": NOW, "decided_by": w.dpo, "text": "Why", **values})


def condition(w: Any, decision: Any = None, **values: object) -> Condition:
    """A condition of an approval."""
    decision = decision or given(w, outcome="conditions")
    made = Condition(decision=decision, **{"number": 1, "text": "Train first.", **values})
    made.save()
    return made


def two_conditions(w: Any) -> None:
    """Two with one number."""
    condition(w, condition(w).decision)


OF_DECISIONS: dict[str, Callable[[Any], object]] = {
    "a_decision_says_when_and_by_whom": lambda w: w.add_decision(outcome="approved"),
    "conditions_and_changes_have_reasons": lambda w: given(w, outcome="changes", text=""),
    "advice_answered_says_when_and_by_whom": lambda w: given(w, outcome="followed"),
    "advice_not_followed_has_a_reason": lambda w: given(
        w, outcome="not_followed", answered_at=NOW, answered_by=w.dpo, answer=""
    ),
    "only_an_approval_is_carried_over": lambda w: w.add_decision(
        kind="siro", carried_from=given(w, outcome="approved")
    ),
    "a_pin_has_its_place": lambda w: DecisionPin(decision=given(w, outcome="changes"), text="Why").save(),
    "condition_number_once": two_conditions,
    "a_condition_closed_says_when_and_by_whom": lambda w: condition(w, state="met"),
    "a_condition_waived_has_a_reason": lambda w: condition(w, state="waived", closed_at=NOW, closed_by=w.dpo),
    "a_condition_said_to_be_met_has_evidence": lambda w: condition(w, state="proposed"),
    "a_deputy_of_an_approver_has_both_dates": lambda w: Role(
        person=w.user, kind="siro", partner=w.partner, starts_on=date(2026, 1, 1), deputises_for=w.dpo
    ).save(),
}
