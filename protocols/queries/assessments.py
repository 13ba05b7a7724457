"""The legal tab: each party, its checklists and what they cover, and what is still to begin."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from legal_basis.engine import stale_steps
from legal_basis.errors import LegalBasisError
from legal_basis.models import Advice, Answer
from legal_basis.queries import checklist_of, record_of
from partners.models import Role
from partners.roles import RoleKind
from portal.preparing import keep_with, prepared
from protocols.facts import LegalState, Standing, flows_of
from protocols.models import DataFlow, Party, PartyAssessment, ProtocolVersion
from protocols.queries.protocols import place_of, seen_from, visible_to

Answered = defaultdict[UUID, set[str]]


@dataclass(frozen=True)
class Card:
    """One checklist of a party: what it covers and where it stands."""

    covering: PartyAssessment
    flows: Sequence[DataFlow]
    standing: Standing
    steps: Sequence[str] = ()

    @property
    def is_stopped(self) -> bool:
        """Whether it ended in a refusal."""
        return self.standing is Standing.STOPPED


@dataclass(frozen=True)
class PartyLegal:
    """One party on the legal tab. `why_not` says why the reader cannot answer for it, "" where they can."""

    party: Party
    cards: Sequence[Card]
    groups: Sequence[Sequence[DataFlow]]
    why_not: str
    takes_part: bool


def covering_of(capacity: Role | None, reference: str, number: int, pk: int) -> PartyAssessment | None:
    """One party's assessment, if the reader may see its version."""
    seen = visible_to(capacity).filter(protocol__reference=reference, number=number)
    found = PartyAssessment.objects.filter(party__version__in=seen, pk=pk)
    related = found.select_related(
        "assessment", "party__partner", "party__version__protocol__partnership", "party__version__parent"
    )
    beside = Prefetch("party__version__parties", Party.objects.select_related("partner"))
    return related.prefetch_related(beside).first()


def covering_to_read(capacity: Role, reference: str, number: int, pk: int) -> PartyAssessment | None:
    """The same with its flows and its answers, for a page that changes nothing; four queries."""
    found = next(iter(_at(place_of(capacity), reference, number, pk, role=capacity.role)), None)
    if found is not None:
        keep_with(found.party.version, "parties", _parties(found.party.version_id))
        keep_with(found.assessment, "answers", _answers(found.assessment_id))
    return found


@prepared
def _at(place: int, reference: str, number: int, pk: int, *, role: RoleKind) -> QuerySet[PartyAssessment]:
    seen = seen_from(place, role).filter(protocol__reference=reference, number=number)
    found = PartyAssessment.objects.filter(party__version__in=seen, pk=pk).prefetch_related("flows")
    return found.select_related(
        "assessment", "party__partner", "party__version__protocol__partnership", "party__version__parent"
    )


@prepared
def _parties(version_id: int) -> QuerySet[Party]:
    return Party.objects.filter(version=version_id).select_related("partner")


@prepared
def _answers(assessment_id: UUID) -> QuerySet[Answer]:
    return Answer.objects.filter(assessment=assessment_id)


def legal_tab(state: LegalState[DataFlow], capacity: Role, why_not: Callable[[Party], str | None]) -> list[PartyLegal]:
    """What the legal tab shows, the reader's own party first; `why_not` says why the reader cannot answer for one.

    Two queries beside what the state has read, however many parties and checklists.
    """
    prefetch_related_objects([state.version], "parties")  # each party's `why_not` looks the reader's own one up
    answered = _answered(state.standing_assessments)
    shown = [_party(state, party, why_not(party) or "", answered) for party in state.parties]
    return sorted(shown, key=lambda one: one.party.partner_id != capacity.partner_id)


def card_of(state: LegalState[DataFlow], covering: PartyAssessment) -> Card:
    """Where one checklist stands; for a stale one, the steps to look at."""
    return _card(state, covering, _answered([covering]))


def _card(state: LegalState[DataFlow], covering: PartyAssessment, answered: Answered) -> Card:
    flows = list(covering.flows.all())
    standing = state.standing_of(covering)
    steps = _doubtful(state, covering, answered) if standing is Standing.STALE else ()
    return Card(covering, flows, standing, steps)


def left_out(state: LegalState[DataFlow]) -> list[DataFlow]:
    """The flows that were refused."""
    return [flow for flow in state.flows if flow.is_refused]


def _party(state: LegalState[DataFlow], party: Party, why_not: str, answered: Answered) -> PartyLegal:
    return PartyLegal(
        party=party,
        cards=[_card(state, one, answered) for one in state.of(party)],
        groups=state.groups(party),
        why_not=why_not,
        takes_part=bool(flows_of(party, state.flows)),
    )


def _answered(coverings: Iterable[PartyAssessment]) -> Answered:
    """The steps that each assessment has answers to which count; one query."""
    counting = Answer.objects.filter(assessment__in=[one.assessment_id for one in coverings], set_aside=False)
    found: Answered = defaultdict(set)
    for assessment, token in counting.values_list("assessment_id", "step"):
        found[assessment].add(token.split("-")[0])
    return found


def _doubtful(state: LegalState[DataFlow], covering: PartyAssessment, answered: Answered) -> Sequence[str]:
    try:
        checklist = checklist_of(covering.assessment)
    except LegalBasisError:
        return ()
    doubtful = stale_steps(checklist, covering.assessment.facts, state.facts(covering))
    return tuple(step for step in doubtful if step in answered[covering.assessment_id])


def record_for(capacity: Role, covering: PartyAssessment) -> dict[str, object]:
    """The record of an assessment as a reader may have it.

    A legal adviser's words are for the adviser's own party, up to the latest: what was said after the conclusion is
    shown too, though the frozen record does not hold it. To others the record is shown without advice, and without
    the names of the party's other protocols.
    """
    record = record_of(covering.assessment)
    own = capacity.partner_id == covering.party.partner_id
    given = list(covering.assessment.advice.all()) if own else []
    steps = cast(list[Any], record["steps"])
    return {**record, "steps": [_shown(step, given, own, covering) for step in steps]}


def _shown(step: dict[str, Any], given: Sequence[Advice], own: bool, covering: PartyAssessment) -> dict[str, Any]:
    """One step of a record as a reader may have it: another protocol of the party's is named to its own people."""
    shown = {**step, "advice": _advice_on(step["id"], given)}
    if step.get("taken_from") and not own:
        shown["taken_from"] = {**step["taken_from"], "name": f"another assessment of {covering.party}"}
    return shown


def _advice_on(step: str, given: Sequence[Advice]) -> list[dict[str, str]]:
    return [
        {"opinion": one.get_opinion_display(), "text": one.text, "by": one.advised_by, "capacity": one.capacity}
        for one in given
        if one.step == step
    ]


def version_needs_none(version: ProtocolVersion) -> bool:
    """Whether no checklist is asked for: an overarching protocol shares nothing itself."""
    return not version.protocol.is_thematic
