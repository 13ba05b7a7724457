"""Which flows of which parties are covered by a concluded assessment that still rests on the facts as they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Case, QuerySet, Value, When

from legal_basis.engine import facts_hash
from portal.preparing import prepared
from portal.reading import once
from protocols.facts.flows import Flow, StatedFlow, stated_flows, stated_flows_of
from protocols.facts.stating import facts_of, flows_of, is_party_to, like_groups
from protocols.models import DataFlow, Party, PartyAssessment, ProtocolVersion, Risk

F = TypeVar("F", bound=Flow)
COVERING_ENDS = frozenset({"DONE", "NOT_PERSONAL"})


class Standing(Enum):
    """Where one party stands with the legal basis of one flow."""

    MISSING = "not started"
    OPEN = "in progress"
    STALE = "to look at again"
    STOPPED = "stopped"
    COVERED = "done"


@dataclass(frozen=True, slots=True)
class Cover(Generic[F]):
    """One party's standing on one flow, with the assessment that decides it."""

    party: Party
    flow: F
    standing: Standing
    assessment: PartyAssessment | None


@dataclass(frozen=True)
class LegalState(Generic[F]):
    """The legal side of one version, read once: its parties, flows, assessments and risks.

    `covered` has the flows of each assessment, `supporting` the assessments whose checklist is of the law in force,
    both by the assessment's key. `flows` are rows of the database, or flows that are only stated.
    """

    version: ProtocolVersion
    parties: tuple[Party, ...]
    flows: tuple[F, ...]
    assessments: tuple[PartyAssessment, ...]
    covered: Mapping[int, Sequence[F]]
    supporting: frozenset[int]
    risks: tuple[Risk, ...] = ()
    _standings: dict[int, Standing] = field(default_factory=dict, compare=False)

    @property
    def theme(self) -> str:
        """The protocol's theme, "" for an overarching one."""
        return self.version.protocol.theme

    @cached_property
    def active_flows(self) -> tuple[F, ...]:
        """The flows that were not refused."""
        return tuple(flow for flow in self.flows if not flow.is_refused)

    @cached_property
    def covers(self) -> tuple[Cover[F], ...]:
        """Every active flow for its sender and each recipient, by flow and then by party."""
        return tuple(
            self._cover(party, flow) for flow in self.active_flows for party in self.parties if is_party_to(party, flow)
        )

    @cached_property
    def gaps(self) -> tuple[Cover[F], ...]:
        """What still lacks a concluded assessment on the facts as they are."""
        return tuple(cover for cover in self.covers if cover.standing is not Standing.COVERED)

    def facts(self, covering: PartyAssessment) -> dict[str, object]:
        """The facts as they are now for the flows an assessment covers, leaving out the refused ones."""
        return self._facts(self.party(covering.party_id), self._standing_flows(covering))

    def facts_for(self, party: Party, flows: Iterable[Flow]) -> dict[str, object]:
        """The facts as they are now for some of a party's flows."""
        whole = {flow.pk: flow for flow in self.flows}
        return self._facts(party, [whole[flow.pk] for flow in flows])

    def is_stale(self, covering: PartyAssessment) -> bool:
        """Whether the facts changed since the assessment was opened, for flows that still stand."""
        standing = bool(self._standing_flows(covering))
        return standing and facts_hash(self.facts(covering)) != covering.assessment.facts_hash

    def groups(self, party: Party) -> list[list[F]]:
        """The party's flows that no assessment covers yet, grouped where their facts are alike."""
        left = [flow for flow in flows_of(party, self.flows) if (party.pk, flow.pk) not in self._covering]
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

    def standing_of(self, one: PartyAssessment) -> Standing:
        """Where an assessment stands; only a good end on a checklist of the law in force covers anything."""
        if one.pk not in self._standings:
            self._standings[one.pk] = self._stands(one)
        return self._standings[one.pk]

    @cached_property
    def _covering(self) -> dict[tuple[int, int], PartyAssessment]:
        """The first standing assessment of each party for each flow, by their keys."""
        found: dict[tuple[int, int], PartyAssessment] = {}
        for one in self.standing_assessments:
            for flow in self.covered.get(one.pk, ()):
                found.setdefault((one.party_id, flow.pk), one)
        return found

    def _cover(self, party: Party, flow: F) -> Cover[F]:
        found = self._covering.get((party.pk, flow.pk))
        return Cover(party, flow, self.standing_of(found) if found else Standing.MISSING, found)

    def _stands(self, one: PartyAssessment) -> Standing:
        if self.is_stale(one):
            return Standing.STALE
        if one.assessment.status != "concluded":
            return Standing.OPEN
        good = one.assessment.end in COVERING_ENDS and one.pk in self.supporting
        return Standing.COVERED if good else Standing.STOPPED

    def _standing_flows(self, covering: PartyAssessment) -> list[F]:
        return [flow for flow in self.covered.get(covering.pk, ()) if not flow.is_refused]

    def _facts(self, party: Party, flows: Sequence[F]) -> dict[str, object]:
        return facts_of(party, flows, theme=self.theme, parties=self.parties, risks=self.risks)


def legal_states(versions: Iterable[ProtocolVersion]) -> list[LegalState[DataFlow]]:
    """Read the legal side of versions whole: seven queries, however many versions, parties, flows and assessments."""
    known = {version.pk: version for version in versions}
    rows = DataFlow.objects.filter(version__in=known).select_related("sender__partner")
    flows = {flow.pk: flow for flow in rows.prefetch_related("recipients__partner")}
    assessments = list(_assessments(known).select_related("party__partner").prefetch_related("flows"))
    covered = {one.pk: [flows[flow.pk] for flow in one.flows.all()] for one in assessments}
    return _states(known, flows.values(), assessments, covered)


def legal_standings(versions: Iterable[ProtocolVersion]) -> list[LegalState[StatedFlow]]:
    """Read how the legal side of versions stands, without the words of flows and records: at most six queries."""
    known = {version.pk: version for version in versions}
    flows = {flow.pk: flow for flow in stated_flows(known)}
    rows = _assessments(known).select_related("party").defer("assessment__record", "assessment__facts")
    assessments, covered = list(rows), defaultdict(list)
    if assessments:
        links = PartyAssessment.flows.through.objects.filter(partyassessment__in=[one.pk for one in assessments])
        for one, flow in links.order_by("dataflow__number").values_list("partyassessment_id", "dataflow_id"):
            covered[one].append(flows[flow])
    return _states(known, flows.values(), assessments, covered)


def _assessments(known: Iterable[int]) -> QuerySet[PartyAssessment]:
    good = When(assessment__record__can_support_approval=True, then=Value(True))
    rows = PartyAssessment.objects.filter(party__version__in=known).select_related("assessment")
    return rows.annotate(supports=Case(good, default=Value(False)))


def _states(
    known: Mapping[int, ProtocolVersion],
    flows: Iterable[Any],
    assessments: Sequence[Any],
    covered: Mapping[int, Sequence[Any]],
) -> list[LegalState[Any]]:
    """Put together what was read; parties and risks are read here."""
    supporting = frozenset(one.pk for one in assessments if one.supports)
    parties, risks = _by_version(_parties(known)), _by_version(_risks(known))
    of_flows, of_assessments = _by_version(flows), defaultdict(list)
    for one in assessments:
        of_assessments[one.party.version_id].append(one)
    return [
        LegalState(
            version, tuple(parties[pk]), tuple(of_flows[pk]), tuple(of_assessments[pk]), covered, supporting,
            tuple(risks[pk]),
        )
        for pk, version in known.items()
    ]  # fmt: skip


def _parties(known: Mapping[int, ProtocolVersion]) -> Iterable[Party]:
    if len(known) == 1:
        return next(iter(known.values())).all_parties()
    return Party.objects.filter(version__in=known).select_related("partner")


def _risks(known: Mapping[int, ProtocolVersion]) -> Iterable[Risk]:
    if len(known) == 1:
        return _risks_in(next(iter(known)))
    return Risk.objects.filter(version__in=known).select_related("owner__partner").order_by("number")


@prepared
def _risks_in(version_id: int) -> QuerySet[Risk]:
    return Risk.objects.filter(version=version_id).select_related("owner__partner").order_by("number")


def _by_version(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.version_id].append(row)
    return found


@once
def legal_state(version: ProtocolVersion) -> LegalState[DataFlow]:
    """Read the legal side of one version whole."""
    return legal_states([version])[0]


@once
def legal_standing(version: ProtocolVersion) -> LegalState[StatedFlow]:
    """Read how the legal side of one version stands: at most five queries."""
    flows = {flow.pk: flow for flow in stated_flows_of(version.pk)}
    assessments, covered = _assessments_in(version.pk), defaultdict(list)
    for one, flow in _covered_in(version.pk) if assessments else ():
        covered[one].append(flows[flow])
    return _states({version.pk: version}, flows.values(), assessments, covered)[0]


@prepared
def _assessments_in(version_id: int) -> QuerySet[PartyAssessment]:
    rows = _assessments([version_id]).select_related("party")
    return rows.defer("assessment__record", "assessment__facts")


@prepared
def _covered_in(version_id: int) -> QuerySet[Any, tuple[int, int]]:
    links = PartyAssessment.flows.through.objects.filter(partyassessment__party__version=version_id)
    return links.order_by("dataflow__number").values_list("partyassessment_id", "dataflow_id")
