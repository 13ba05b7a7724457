"""Facts as a fingerprint, and which steps a change of facts puts in doubt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set

from legal_basis.law import Answer, Checklist, Step

BARS_READ = frozenset({"kinds", "theme", "identifiability", "body_class", "extent", "discloses"})
"""The facts that decide which bars are raised and which exceptions could fit."""

GATEWAYS_READ = BARS_READ
"""The facts that decide which gateways are open."""

KIND_FLAGS_READ = frozenset({"kinds", "identifiability"})
"""The facts from which a walk's first flags are drawn."""


def facts_hash(facts: Mapping[str, object]) -> str:
    """SHA-256, in hex, of the facts in one canonical form: order of keys and of lists does not matter."""
    canonical = {key: _canonical(value) for key, value in facts.items() if value is not None}
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def differing_facts(old: Mapping[str, object], new: Mapping[str, object]) -> frozenset[str]:
    """The facts whose values are not the same in two sets of facts; one that is not known counts as a value."""
    return frozenset(key for key in {*old, *new} if _canonical(old.get(key)) != _canonical(new.get(key)))


def stale_steps(checklist: Checklist, old: Mapping[str, object], new: Mapping[str, object]) -> tuple[str, ...]:
    """The steps whose options read a fact that differs between two sets of facts, in checklist order."""
    changed = differing_facts(old, new)
    if not changed:
        return ()
    kind_flags = flags_of_kinds(checklist)
    return tuple(step.id for step in checklist.steps if facts_read(step, kind_flags) & changed)


def flags_of_kinds(checklist: Checklist) -> frozenset[str]:
    """Every flag that some kind of data carries."""
    return frozenset(flag for kind in checklist.data_kinds.values() for flag in kind.flags)


def facts_read(step: Step, kind_flags: Set[str]) -> frozenset[str]:
    """Every fact that a step shows or that its answers, their powers, exceptions and ticks depend on."""
    read = set(step.facts)
    for answer in step.answers:
        if answer.ask_gateways or answer.ask_ways:
            read |= GATEWAYS_READ
        if any(choice.locked_by for choice in answer.choices):
            read |= KIND_FLAGS_READ
        read |= facts_opening(answer, kind_flags)
    return frozenset(read)


def facts_opening(answer: Answer, kind_flags: Set[str]) -> frozenset[str]:
    """The facts that the conditions of an answer read: those that show or hide it."""
    read: set[str] = set()
    for condition in (*answer.shown_if, *answer.hidden_if):
        for check in condition.checks:
            if check.subject == "fact":
                read.add(check.name)
            elif check.subject == "bars":
                read |= BARS_READ
            elif check.subject == "flag" and check.name in kind_flags:
                read |= KIND_FLAGS_READ
    return frozenset(read)


def _canonical(value: object) -> object:
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(item) for item in value)
    return value
