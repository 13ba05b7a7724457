"""A practice walk as the session keeps it: facts and answers of one visitor, stored nowhere else."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

from legal_basis.engine import Response, Walk, walk
from legal_basis.law import Checklist

KEY = "practice_walks"


@dataclass
class PracticeWalk:
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

    def save(self, request: HttpRequest) -> None:
        """Keep it in the session."""
        walks = dict(request.session.get(KEY, {}))
        walks[self.checklist.id] = {
            "facts": self.facts,
            "given": [asdict(response) for response in self.given.values()],
            "aside": [asdict(response) for response in self.aside.values()],
        }
        request.session[KEY] = walks


def practice_walk(request: HttpRequest, checklist: Checklist) -> PracticeWalk | None:
    """The visitor's walk of a checklist, or None when there is none."""
    kept: Mapping[str, Any] | None = request.session.get(KEY, {}).get(checklist.id)
    if kept is None:
        return None
    return PracticeWalk(checklist, dict(kept["facts"]), _responses(kept["given"]), _responses(kept["aside"]))


def _responses(kept: list[dict[str, Any]]) -> dict[str, Response]:
    found = [
        Response(**{**item, "gateways": tuple(item["gateways"]), "choices": tuple(item["choices"])}) for item in kept
    ]
    return {response.step: response for response in found}
