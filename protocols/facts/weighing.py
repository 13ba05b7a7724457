"""How much there is to weigh in a decision: told from the frozen content, so that a queue can be sorted by it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legal_basis.loader import library
from protocols.facts.approved import Content, concerns, stays_high
from protocols.facts.asking import HIGH_RISK
from protocols.facts.stating import PERSONAL
from protocols.models import Decision

Risk = Decision.Risk


@dataclass(frozen=True)
class Weight:
    """How risky a decision is, and the reasons as words."""

    risk: Decision.Risk
    words: str


def weigh(content: Content, *, party: str, first: bool, changes: int) -> Weight:
    """How much a party has to weigh.

    High: a high risk remains that it owns or that nobody owns, or people can be identified from special category or
    criminal offence data that it sends or receives. Medium: people can be identified from what it sends or receives, or
    it has not approved the protocol before. Lower: all else; how many parts have changed is told, and does not count.
    """
    high, medium = list(_high(content, party)), list(_medium(content, party))
    if first:
        medium.append("First time")
    risk = Risk.HIGH if high else Risk.MEDIUM if medium else Risk.LOWER
    less = [] if first or changes > FEW else ["Little has changed"]
    return Weight(risk, ". ".join([*high, *medium, *less]))


def weigh_instrument(kind: str, agreement: Content, *, party: str) -> Weight:
    """How much a party has to weigh in a document of a kind about an agreement, whose frozen content is given.

    What stops sharing is lower. What lets it begin or go on weighs as much as the agreement does for that party; at
    least medium for one that was no party when it was signed.
    """
    if kind in STOPPING:
        return Weight(Risk.LOWER, "It stops sharing")
    high, medium = list(_high(agreement, party)), list(_medium(agreement, party))
    if party not in {one["key"] for one in agreement.get("parties", ())}:
        medium.append("First time")
    return Weight(Risk.HIGH if high else Risk.MEDIUM if medium else Risk.LOWER, ". ".join([*high, *medium]))


STOPPING = frozenset({"withdrawal", "suspension", "termination"})
"""The kinds of instrument after which less is shared."""
FEW = 2
"""Up to so many changed parts are little."""


def _high(content: Content, party: str) -> Iterator[str]:
    remaining = [one for one in content.get("risks", ()) if stays_high(one) and one["owner"] in (party, None)]
    if remaining:
        yield f"High risk remains: {_numbers('risk', remaining)}"
    risky = [flow for flow in _own(content, party) if _flags(flow) & HIGH_RISK]
    if risky:
        yield f"Special category or criminal offence data: {_numbers('flow', risky)}"


def _medium(content: Content, party: str) -> Iterator[str]:
    plain = [flow for flow in _own(content, party) if not _flags(flow) & HIGH_RISK]
    if plain:
        yield f"Personal data: {_numbers('flow', plain)}"


def _own(content: Content, party: str) -> Sequence[Mapping[str, Any]]:
    """The flows of personal data that a party sends or receives."""
    flows: Sequence[Mapping[str, Any]] = content.get("flows", ())
    return [flow for flow in flows if concerns(flow, party) and flow["identifiability"] in PERSONAL]


def _flags(flow: Mapping[str, Any]) -> set[str]:
    kinds = library().data_kinds
    return {flag for kind in flow["kinds"] if kind in kinds for flag in kinds[kind].flags}


def _numbers(what: str, rows: Sequence[Mapping[str, Any]]) -> str:
    return f"{what} {', '.join(str(row['number']) for row in rows)}"
