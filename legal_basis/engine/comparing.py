"""Which answers of one assessment could serve another: only where the facts that decide a step agree.

A fact decides a step when the step shows it, when its answers depend on it, or when it decides at an earlier step
whether this one is asked at all. Facts are compared whole: one that differs in any way closes every step it decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from legal_basis.engine.deciding import Deciding
from legal_basis.engine.facts import differing_facts
from legal_basis.engine.openness import why_closed
from legal_basis.engine.refusing import refusal
from legal_basis.engine.results import Question, Response
from legal_basis.law import FACTS, Checklist, Step


@dataclass(frozen=True)
class Weighed:
    """One answered step of another assessment: the deciding facts that differ, and whether it reads otherwise now."""

    token: str
    differing: tuple[str, ...] = ()
    reworded: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether its answer may be put before somebody to confirm."""
        return not (self.differing or self.reworded)


@dataclass(frozen=True)
class Comparison:
    """Two assessments held against each other: facts that agree, facts that differ, and each answered step."""

    agreeing: tuple[str, ...]
    differing: tuple[str, ...]
    steps: tuple[Weighed, ...]

    @property
    def usable(self) -> tuple[Weighed, ...]:
        """The steps whose answers could be used."""
        return tuple(step for step in self.steps if step.is_usable)

    def at(self, token: str) -> Weighed | None:
        """What is known of one step, or None where the other assessment has no answer to it."""
        return next((step for step in self.steps if step.token == token), None)


def compare(
    theirs: Mapping[str, object],
    ours: Mapping[str, object],
    tokens: Iterable[str],
    *,
    deciding: Deciding,
    reworded: Collection[str] = (),
) -> Comparison:
    """Hold the facts of another assessment, and the steps answered there, against our facts.

    `reworded` names the steps that read otherwise than when they were answered there; a step that the checklist has no
    longer counts as one of them.
    """
    changed = differing_facts(theirs, ours)
    known = [name for name in FACTS if theirs.get(name) is not None or ours.get(name) is not None]
    order = list(deciding)
    answered = sorted(tokens, key=lambda token: (order.index(base) if (base := base_of(token)) in order else -1, token))
    return Comparison(
        agreeing=tuple(name for name in known if name not in changed),
        differing=tuple(name for name in known if name in changed),
        steps=tuple(_weigh(token, changed, deciding, reworded) for token in answered),
    )


def base_of(token: str) -> str:
    """The step's id, without the count of a second visit."""
    return token.split("-")[0]


def why_unusable(
    checklist: Checklist,
    facts: Mapping[str, object],
    question: Question,
    given: Response,
    *,
    theirs: Sequence[Response],
    ours: Sequence[Response],
) -> str:
    """Why an answer from elsewhere cannot be put to this question as it stands here and now, or "" when it can.

    The law may have changed since it was given, or earlier answers here may rest on other powers than those there.
    """
    step = question.step
    if _asks_of_powers(step) and _named_before(checklist, step, theirs) != _named_before(checklist, step, ours):
        return "It speaks of other powers than those named here."
    for name in given.gateways:
        gateway = checklist.gateways.get(name)
        if gateway is None:
            return "It names a power that is no longer in the library of law."
        closed = why_closed(checklist, facts, gateway)
        if closed:
            return f"It names {gateway.cite}. {closed}"
    fault = refusal(question, given)
    if fault is None:
        return ""
    return "What it ticks is not open here now." if fault.field == "choices" else fault.sentence


def _weigh(token: str, changed: Set[str], deciding: Deciding, reworded: Collection[str]) -> Weighed:
    base = base_of(token)
    standing = deciding.get(base, frozenset()) & changed
    return Weighed(token, tuple(name for name in FACTS if name in standing), base in reworded or base not in deciding)


def _asks_of_powers(step: Step) -> bool:
    conditions = [condition for answer in step.answers for condition in (*answer.shown_if, *answer.hidden_if)]
    return any(check.subject == "chosen" for condition in conditions for check in condition.checks)


def _named_before(checklist: Checklist, step: Step, responses: Iterable[Response]) -> set[str]:
    """The powers, and the ways through bars, that were named before a step."""
    order = [one.id for one in checklist.steps]
    before = set(order[: order.index(step.id)])
    earlier = [given for given in responses if base_of(given.step) in before]
    return {name for given in earlier for name in (*given.gateways, *(one for one in given.choices if ":" in one))}
