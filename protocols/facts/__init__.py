"""What is known of each party and its flows: facts for the checklist, what is covered by answers, who must decide."""

from protocols.facts.asking import Asked, decisions_owed
from protocols.facts.covering import (
    COVERING_ENDS,
    Cover,
    LegalState,
    Standing,
    legal_standing,
    legal_standings,
    legal_state,
    legal_states,
)
from protocols.facts.flows import Flow, StatedFlow
from protocols.facts.stating import facts_of, flows_of, is_party_to, like_groups

__all__ = [
    "COVERING_ENDS", "Asked", "Cover", "Flow", "LegalState", "Standing", "StatedFlow", "decisions_owed", "facts_of",
    "flows_of", "is_party_to", "legal_standing", "legal_standings", "legal_state", "legal_states", "like_groups",
]  # fmt: skip
