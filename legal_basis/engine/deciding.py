"""Which facts decide a step: what it shows, what its answers depend on, and whether it is asked at all."""

from __future__ import annotations

from collections.abc import Mapping, Set

from legal_basis.engine.facts import facts_opening, facts_read, flags_of_kinds
from legal_basis.law import Answer, Checklist, Step

GIVEN_UP = frozenset({"STOP", "REDESIGN"})
"""The ends that lead nowhere: an answer that stops the walk decides of no later step whether it is asked."""

Deciding = Mapping[str, frozenset[str]]
"""The facts that decide each step, by the step's id, in the checklist's order."""


def deciding_facts(checklist: Checklist) -> Deciding:
    """The facts that decide, for each step, whether it is asked and what its answers are."""
    kind_flags = flags_of_kinds(checklist)
    behind = _facts_behind_flags(checklist, kind_flags)
    opening = {
        step.id: frozenset[str]().union(*(_opening(answer, kind_flags, behind) for answer in step.answers))
        for step in checklist.steps
    }
    decided = {step.id: facts_read(step, kind_flags) | opening[step.id] for step in checklist.steps}
    reach = _reach(checklist)
    for fork in checklist.steps:
        if opening[fork.id]:
            for name in _on_some_ways_only(fork, reach):
                decided[name] |= opening[fork.id]
    return decided


def _facts_behind_flags(checklist: Checklist, kind_flags: Set[str]) -> dict[str, frozenset[str]]:
    """The facts that decide whether an answer can set a flag; flags may hang on flags, so until nothing is added."""
    behind: dict[str, frozenset[str]] = {}
    answers = [answer for step in checklist.steps for answer in step.answers]
    while True:
        found = {
            flag: frozenset[str]().union(
                *(_opening(answer, kind_flags, behind) for answer in answers if flag in _sets(answer))
            )
            for flag in {flag for answer in answers for flag in _sets(answer)}
        }
        if found == behind:
            return behind
        behind = found


def _sets(answer: Answer) -> set[str]:
    return {*answer.sets, *(flag for choice in answer.choices for flag in choice.sets)}


def _opening(answer: Answer, kind_flags: Set[str], behind: Mapping[str, frozenset[str]]) -> frozenset[str]:
    read = facts_opening(answer, kind_flags)
    for condition in (*answer.shown_if, *answer.hidden_if):
        for check in condition.checks:
            if check.subject == "flag":
                read |= behind.get(check.name, frozenset())
    return read


def _reach(checklist: Checklist) -> dict[str, frozenset[str]]:
    """The steps that can follow from each step, itself included."""
    reach: dict[str, frozenset[str]] = {}
    for step in checklist.steps:
        seen, waiting = {step.id}, [step.id]
        while waiting:
            here = checklist.by_id[waiting.pop()]
            onward = {answer.goto for answer in here.answers if answer.goto in checklist.by_id} - seen
            seen |= onward
            waiting.extend(onward)
        reach[step.id] = frozenset(seen)
    return reach


def _on_some_ways_only(fork: Step, reach: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The steps that are asked after some answers to a step and not after others."""
    ways = {answer.goto for answer in fork.answers} - GIVEN_UP
    reached = [reach.get(way, frozenset()) for way in ways]
    if len(reached) < 2:
        return frozenset()
    return frozenset[str]().union(*reached) - frozenset.intersection(*reached)
