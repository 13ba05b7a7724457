"""Facts for the checklist, read from a party and the flows that an assessment covers: nothing is asked twice."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from protocols.facts.flows import Flow
from protocols.models import DataFlow, Party, Risk

EXTENT = "england"
PERSONAL = frozenset({DataFlow.Identifiability.IDENTIFIABLE, DataFlow.Identifiability.PSEUDONYMISED})
PROCESSOR = DataFlow.Control.PROCESSOR
Facts = Mapping[str, object]
F = TypeVar("F", bound=Flow)


def facts_of(
    party: Party, flows: Sequence[Flow], *, theme: str, parties: Iterable[Party], risks: Iterable[Risk] = ()
) -> dict[str, object]:
    """The facts on which one party's assessment of some flows is answered.

    `flows` come with their sender and recipients; `theme` is the protocol's theme id ("" for none); `parties` are all
    parties to the version, for whether a processor takes part; `risks` are its whole risk register.
    """
    body = party.partner.facts
    processors = {other.pk for other in parties if other.controller_role == Party.ControllerRole.PROCESSOR}
    ends = {flow.sender_id for flow in flows} | {to for flow in flows for to in flow.recipient_ids}
    return {
        "body_class": body.body_class,
        "public_authority": body.public_authority,
        "competent_authority": body.competent_authority,
        "discloses": any(flow.sender_id == party.pk for flow in flows),
        "receives": any(party.pk in flow.recipient_ids for flow in flows),
        "theme": theme or None,
        "extent": EXTENT,
        "identifiability": sorted({flow.identifiability for flow in flows}),
        "kinds": sorted({kind for flow in flows for kind in flow.kinds}),
        "regime": _regime(party, flows),
        "own_tasks": body.public_authority,
        "processor_involved": bool(processors & ends) or PROCESSOR in {flow.control for flow in flows},
        "control": _control(flows),
        "research": any(flow.research for flow in flows),
        "transfer_outside_uk": any(flow.leaves_uk for flow in flows),
        "collected_on_consent": any(flow.collected_on_consent for flow in flows),
        "high_residual_risk": _high_residual_risk(flows, risks),
    }


def like_groups(party: Party, flows: Sequence[F], *, theme: str, parties: Sequence[Party]) -> list[list[F]]:
    """A party's own flows, put together where their facts are the same, so that one walk answers for each group."""
    groups: list[tuple[dict[str, object], list[F]]] = []
    for flow in flows_of(party, flows):
        facts = facts_of(party, [flow], theme=theme, parties=parties)
        group = next((members for known, members in groups if known == facts), None)
        if group is None:
            groups.append((facts, [flow]))
        else:
            group.append(flow)
    return [members for _, members in groups]


def flows_of(party: Party, flows: Iterable[F]) -> list[F]:
    """The flows, among those given, that a party discloses or receives and that were not refused."""
    return [flow for flow in flows if not flow.is_refused and is_party_to(party, flow)]


def is_party_to(party: Party, flow: Flow) -> bool:
    """Whether a party sends or receives a flow."""
    return flow.sender_id == party.pk or party.pk in flow.recipient_ids


def _high_residual_risk(flows: Iterable[Flow], risks: Iterable[Risk]) -> bool | None:
    """True where a high risk remains and the flows are about living people; else None, as if it were not known.

    None leaves the hash of the facts as it was: only a risk that stays high makes an assessment stale.
    """
    personal = any(flow.identifiability in PERSONAL for flow in flows)
    return True if personal and any(risk.stays_high for risk in risks) else None


def _control(flows: Iterable[Flow]) -> list[str] | None:
    """Who decides, flow by flow; None where each controller decides for itself in all of them.

    None leaves the hash of the facts as it was before this was asked.
    """
    found = sorted({flow.control for flow in flows})
    return None if found == [DataFlow.Control.SEPARATE] else found


def _regime(party: Party, flows: Sequence[Flow]) -> str:
    """The regime for this party: Part 3 is for competent authorities alone (DPA 2018 s.30)."""
    if not party.partner.facts.competent_authority:
        return DataFlow.Regime.GENERAL.value
    regimes = {flow.regime for flow in flows}
    if regimes == {DataFlow.Regime.LAW_ENFORCEMENT.value}:
        return DataFlow.Regime.LAW_ENFORCEMENT.value
    return DataFlow.Regime.GENERAL.value if regimes <= {DataFlow.Regime.GENERAL.value} else DataFlow.Regime.MIXED.value
