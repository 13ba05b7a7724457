"""A practice walk in hand: facts and answers that somebody learns with, wherever they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from legal_basis.engine.results import Response, Walk
from legal_basis.engine.walking import walk
from legal_basis.law import Checklist


@dataclass
class Practice:
    """The facts given at the start, the answers since, and those set aside by a change."""

    checklist: Checklist
    facts: dict[str, object]
    given: dict[str, Response] = field(default_factory=dict)
    aside: dict[str, Response] = field(default_factory=dict)

    def walk(self) -> Walk:
        """Where it stands."""
        return walk(self.checklist, self.facts, list(self.given.values()))

    def answer(self, response: Response) -> None:
        """Take an answer, and set aside those that no longer follow."""
        self.given[response.step] = response
        self.aside.pop(response.step, None)
        for token in self.walk().dropped:
            self.aside[token] = self.given.pop(token)

    def earlier(self, token: str) -> Response | None:
        """What was answered at a step before, counting or set aside."""
        return self.given.get(token) or self.aside.get(token)

    @property
    def standing(self) -> str:
        """Where it stands in a word: the token of the next step, or the code of its end."""
        walked = self.walk()
        return walked.next.token if walked.next else walked.end.code if walked.end else ""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the checklist is named elsewhere."""
        return {
            "facts": self.facts,
            "given": [asdict(response) for response in self.given.values()],
            "aside": [asdict(response) for response in self.aside.values()],
        }

    @classmethod
    def from_dict(cls, checklist: Checklist, kept: Mapping[str, Any]) -> Practice:
        """The walk that `to_dict` told of."""
        return cls(checklist, dict(kept["facts"]), _responses(kept["given"]), _responses(kept["aside"]))


def _responses(kept: Sequence[Mapping[str, Any]]) -> dict[str, Response]:
    found = [
        Response(**{**item, "gateways": tuple(item["gateways"]), "choices": tuple(item["choices"])}) for item in kept
    ]
    return {response.step: response for response in found}
