"""Judge the conditions that show or hide an answer.

A fact that is not known decides nothing: it neither hides an answer nor forces one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legal_basis.engine.bars import as_list
from legal_basis.law import Answer, Check, Condition, Gateway


@dataclass(frozen=True)
class Ground:
    """All that a condition may look at, at one point of a walk.

    ``answered`` maps step ids to the key of their latest answer; ``went_round`` holds the answers of
    this very step that earlier led back to it, each with the step that led back.
    """

    facts: Mapping[str, object]
    flags: frozenset[str]
    answered: Mapping[str, str]
    chosen: tuple[Gateway, ...]
    raised: bool
    blocked: bool
    went_round: Mapping[str, str]


def why_hidden(answer: Answer, ground: Ground) -> str:
    """The sentence that says why an answer is not shown, or "" when it is."""
    for condition in answer.hidden_if:
        if _judge(condition, ground) is True:
            return condition.because
    for condition in answer.shown_if:
        if _judge(condition, ground) is False:
            return condition.because
    if answer.key in ground.went_round:
        return f"You chose this before, and step {ground.went_round[answer.key]} led back here."
    return ""


def _judge(condition: Condition, ground: Ground) -> bool | None:
    """True when every check holds, False when one fails, None when an unknown fact leaves it open."""
    results = [_check(check, ground) for check in condition.checks]
    if any(result is False for result in results):
        return False
    return None if any(result is None for result in results) else True


def _check(check: Check, ground: Ground) -> bool | None:
    if check.subject == "flag":
        return check.name in ground.flags
    if check.subject == "answered":
        return ground.answered.get(check.name) in check.values
    if check.subject == "bars":
        return ground.raised if check.name == "raised" else ground.blocked
    if check.subject == "chosen":
        return any(getattr(gateway, check.name) for gateway in ground.chosen)
    return _check_fact(check, ground.facts.get(check.name))


def _check_fact(check: Check, value: object) -> bool | None:
    if value is None or value == [] or value == ():
        return None
    if check.op in ("is", "in"):
        return value in check.values
    held, wanted = set(as_list(value)), set(check.values)
    if check.op == "has":
        return bool(held & wanted)
    if check.op == "lacks":
        return not held & wanted
    return held <= wanted
