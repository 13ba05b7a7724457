"""The pure engine: (checklist, facts, responses) -> the next question, or an end with its record.

Plain Python, no storage and no clock. ``walk`` is the way in; ``refusal`` says why one response
cannot be taken; ``facts_hash`` and ``stale_steps`` tell when answers no longer stand on the facts.
"""

from legal_basis.engine.facts import facts_hash, stale_steps
from legal_basis.engine.refusing import Refusal, refusal
from legal_basis.engine.results import (
    ClosedGateway,
    End,
    Hidden,
    OfferedChoice,
    OfferedGateway,
    OfferedWay,
    Option,
    Question,
    Response,
    Taken,
    Walk,
)
from legal_basis.engine.walking import required_stages, walk

__all__ = [
    "ClosedGateway",
    "End",
    "Hidden",
    "OfferedChoice",
    "OfferedGateway",
    "OfferedWay",
    "Option",
    "Question",
    "Refusal",
    "Response",
    "Taken",
    "Walk",
    "facts_hash",
    "refusal",
    "required_stages",
    "stale_steps",
    "walk",
]
