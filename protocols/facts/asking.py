"""Whose decision each party owes: its data protection officer's always, others' where the data calls for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from legal_basis.loader import library
from partners.roles import RoleKind
from protocols.facts.covering import F, LegalState
from protocols.facts.flows import Flow
from protocols.facts.stating import PERSONAL, flows_of
from protocols.models import Party, Risk

HIGH_RISK = frozenset({"special_category", "criminal_offence"})
CARE = frozenset({"patient_or_care"})
EVERY_DPO = "Every party's data protection officer is asked."


@dataclass(frozen=True)
class Asked:
    """One decision that a party owes, and why it is asked for."""

    party: Party
    kind: RoleKind
    why: str


def decisions_owed(state: LegalState[F]) -> list[Asked]:
    """Every decision that a version needs, party by party.

    The data protection officer advises on all processing (UK GDPR Art 39). A Caldicott Guardian is asked where the
    data is, or is made from, health or care information (National Data Guardian guidance of 2021); a senior information
    risk owner where people can be identified from special category or criminal offence data, and where a high risk
    remains that the party owns, or that stands while it discloses personal data.
    """
    high = [risk for risk in state.risks if risk.stays_high]
    return [asked for party in state.parties for asked in _owed_by(party, flows_of(party, state.flows), high)]


def _owed_by(party: Party, flows: Sequence[Flow], high: Sequence[Risk]) -> list[Asked]:
    body = party.partner.facts
    owed = [Asked(party, RoleKind.DPO, EVERY_DPO)]
    care = [flow for flow in flows if _flags(flow) & CARE]
    risky = [flow for flow in flows if flow.identifiability in PERSONAL and _flags(flow) & HIGH_RISK]
    if care and body.needs_caldicott_guardian:
        owed.append(Asked(party, RoleKind.CALDICOTT_GUARDIAN, f"{_numbers(care)} health or care information."))
    whys = [f"{_numbers(risky)} special category or criminal offence data."] if risky else []
    whys += _why_high(party, flows, high)
    if whys and body.needs_siro:
        owed.append(Asked(party, RoleKind.SIRO, " ".join(whys)))
    return owed


def _why_high(party: Party, flows: Sequence[Flow], high: Sequence[Risk]) -> list[str]:
    """Why a high risk that remains is this party's concern: it owns it, or discloses personal data meanwhile."""
    own = [risk for risk in high if risk.owner_id == party.pk]
    if own:
        return [f"{_named(own)} after mitigation, and {party} owns {'it' if len(own) == 1 else 'them'}."]
    discloses = any(flow.sender_id == party.pk and flow.identifiability in PERSONAL for flow in flows)
    return [f"{_named(high)} after mitigation, and {party} discloses the data."] if high and discloses else []


def _named(risks: Sequence[Risk]) -> str:
    numbers = ", ".join(str(risk.number) for risk in risks)
    return f"Risk {numbers} stays high" if len(risks) == 1 else f"Risks {numbers} stay high"


def _flags(flow: Flow) -> set[str]:
    kinds = library().data_kinds
    return {flag for kind in flow.kinds if kind in kinds for flag in kinds[kind].flags}


def _numbers(flows: Sequence[Flow]) -> str:
    numbers = ", ".join(str(flow.number) for flow in flows)
    return f"Flow {numbers} involves" if len(flows) == 1 else f"Flows {numbers} involve"
