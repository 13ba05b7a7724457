"""Which flows of which parties are covered by a concluded assessment that still rests on the facts as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from legal_basis.engine import facts_hash
from portal.reading import once
from protocols.facts.stating import facts_of, flows_of, is_party_to, like_groups
from protocols.models import DataFlow, Party, PartyAssessment, ProtocolVersion, Risk

COVERING_ENDS = frozenset({"DONE", "NOT_PERSONAL"})


class Standing(Enum):
    """Where one party stands with the legal basis of one flow."""

    MISSING = "not started"
    OPEN = "in progress"
    STALE = "to look at again"
    STOPPED = "stopped"
    COVERED = "done"


@dataclass(frozen=True)
class Cover:
    """One party's standing on one flow, with the assessment that decides it."""

    party: Party
    flow: DataFlow
    standing: Standing
    assessment: PartyAssessment | None


@dataclass(frozen=True)
class LegalState:
    """The legal side of one version, read once: its parties, flows, assessments and risks."""

    version: ProtocolVersion
    parties: tuple[Party, ...]
    flows: tuple[DataFlow, ...]
    assessments: tuple[PartyAssessment, ...]
    risks: tuple[Risk, ...] = ()

    @property
    def theme(self) -> str:
        """The protocol's theme, "" for an overarching one."""
        return self.version.protocol.theme

    @cached_property
    def active_flows(self) -> tuple[DataFlow, ...]:
        """The flows that were not refused."""
        return tuple(flow for flow in self.flows if not flow.is_refused)

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """Every active flow for its sender and each recipient, by flow and then by party."""
        return tuple(
            self._cover(party, flow) for flow in self.active_flows for party in self.parties if is_party_to(party, flow)
        )

    @property
    def gaps(self) -> tuple[Cover, ...]:
        """What still lacks a concluded assessment on the facts as they are."""
        return tuple(cover for cover in self.covers if cover.standing is not Standing.COVERED)

    def facts(self, covering: PartyAssessment) -> dict[str, object]:
        """The facts as they are now for the flows an assessment covers, leaving out the refused ones."""
        flows = [flow for flow in covering.flows.all() if not flow.is_refused]
        return self.facts_for(self.party(covering.party_id), flows)

    def facts_for(self, party: Party, flows: list[DataFlow]) -> dict[str, object]:
        """The facts as they are now for some of a party's flows."""
        whole = {flow.pk: flow for flow in self.flows}
        covered = [whole[flow.pk] for flow in flows]
        return facts_of(party, covered, theme=self.theme, parties=self.parties, risks=self.risks)

    def is_stale(self, covering: PartyAssessment) -> bool:
        """Whether the facts changed since the assessment was opened, for flows that still stand."""
        standing = any(not flow.is_refused for flow in covering.flows.all())
        return standing and facts_hash(self.facts(covering)) != covering.assessment.facts_hash

    def groups(self, party: Party) -> list[list[DataFlow]]:
        """The party's flows that no assessment covers yet, grouped where their facts are alike."""
        taken = {flow.pk for one in self.of(party) for flow in one.flows.all()}
        left = [flow for flow in flows_of(party, self.flows) if flow.pk not in taken]
        return like_groups(party, left, theme=self.theme, parties=self.parties)

    def of(self, party: Party) -> list[PartyAssessment]:
        """A party's assessments that stand: not withdrawn, and with at least one flow that was not refused."""
        return [one for one in self.standing_assessments if one.party_id == party.pk]

    @cached_property
    def standing_assessments(self) -> tuple[PartyAssessment, ...]:
        """The assessments that were not withdrawn."""
        return tuple(one for one in self.assessments if one.assessment.status != "withdrawn")

    def party(self, pk: int) -> Party:
        """A party by its key."""
        return next(party for party in self.parties if party.pk == pk)

    def _cover(self, party: Party, flow: DataFlow) -> Cover:
        found = next((one for one in self.of(party) if flow in one.flows.all()), None)
        standing = self.standing_of(found) if found else Standing.MISSING
        return Cover(party=party, flow=flow, standing=standing, assessment=found)

    def standing_of(self, one: PartyAssessment) -> Standing:
        """Where an assessment stands; only a good end on a checklist of the law in force covers anything."""
        if self.is_stale(one):
            return Standing.STALE
        if one.assessment.status != "concluded":
            return Standing.OPEN
        record = one.assessment.record or {}
        good = one.assessment.end in COVERING_ENDS and record.get("can_support_approval") is True
        return Standing.COVERED if good else Standing.STOPPED


def legal_states(versions: Iterable[ProtocolVersion]) -> list[LegalState]:
    """Read the legal side of versions: seven queries, however many versions, parties, flows, assessments and risks."""
    known = {version.pk: version for version in versions}
    all_parties = Party.objects.filter(version__in=known).select_related("partner")
    all_flows = DataFlow.objects.filter(version__in=known).select_related("sender__partner")
    assessments = PartyAssessment.objects.filter(party__version__in=known).select_related(
        "assessment", "party__partner"
    )
    grouped: dict[int, tuple[list[Party], list[DataFlow], list[PartyAssessment]]] = {pk: ([], [], []) for pk in known}
    for party in all_parties:
        grouped[party.version_id][0].append(party)
    for flow in all_flows.prefetch_related("recipients__partner"):
        grouped[flow.version_id][1].append(flow)
    for one in assessments.prefetch_related("flows"):
        grouped[one.party.version_id][2].append(one)
    risks: dict[int, list[Risk]] = {pk: [] for pk in known}
    for risk in Risk.objects.filter(version__in=known).select_related("owner__partner").order_by("number"):
        risks[risk.version_id].append(risk)
    return [
        LegalState(known[pk], tuple(parties), tuple(flows), tuple(found), tuple(risks[pk]))
        for pk, (parties, flows, found) in grouped.items()
    ]


@once
def legal_state(version: ProtocolVersion) -> LegalState:
    """Read the legal side of one version."""
    return legal_states([version])[0]
