"""The party's other assessments: which of them could be drawn on, how near each is, and what one says at a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from legal_basis.engine import Question, Walk
from legal_basis.engine.comparing import Comparison
from legal_basis.engine.deciding import deciding_facts
from legal_basis.engine.facts import differing_facts
from legal_basis.loader import library
from legal_basis.models import Answer, Assessment
from legal_basis.queries import checklist_of
from legal_basis.queries.drawing import Offer, counted, differences, offer_at, reworded_since, weigh
from partners.models import Role
from partners.roles import RoleKind
from portal.govuk.days import day
from portal.preparing import prepared
from protocols.models import Party, PartyAssessment, ProtocolVersion
from protocols.queries.protocols import place_of, seen_from, visible_to
from protocols.texts.known import listing

SHOWN = 50
"""How many are shown: those of the nearest facts."""
COUNTING = Prefetch("assessment__answers", Answer.objects.filter(set_aside=False))


@dataclass(frozen=True)
class End:
    """How a concluded assessment ended: its code, and its title as the checklist has it."""

    code: str
    title: str


@dataclass(frozen=True)
class Similar:
    """One other assessment of the same party: its name, where it stands, and how its facts and answers compare."""

    covering: PartyAssessment
    name: str
    standing: str
    end: End | None
    comparison: Comparison
    said: Sequence[str]
    differences: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Drawn:
    """What the assessment drawn on says at one step: whose it is, its name and standing, and its answer, if any."""

    party: Party
    name: str
    standing: str
    end: End | None
    offer: Offer | None


def candidates(capacity: Role | None, covering: PartyAssessment) -> QuerySet[PartyAssessment]:
    """The party's other assessments on the same checklist that have answers, in any version that the reader may see."""
    found = _answered(_readable(capacity, covering)).exclude(pk=covering.pk)
    return found.filter(assessment__checklist_version__lte=covering.assessment.checklist_version)


def has_similar(capacity: Role | None, covering: PartyAssessment) -> bool:
    """Whether the party has another assessment to draw on; one query."""
    if capacity is None:
        return False
    assessment = covering.assessment
    told = (covering.party.partner_id, assessment.checklist, assessment.checklist_version, covering.pk)
    return bool(_some(place_of(capacity), *told, role=capacity.role))


@prepared
def _some(
    place: int, partner: int, checklist: str, version: str, own: int, *, role: RoleKind
) -> QuerySet[PartyAssessment, int]:
    found = _answered(_of_partner(partner, checklist, seen_from(place, role))).exclude(pk=own)
    return found.filter(assessment__checklist_version__lte=version).order_by().values_list("pk", flat=True)[:1]


def could_draw(capacity: Role | None, coverings: Sequence[PartyAssessment]) -> set[int]:
    """Which of one party's assessments have another to draw on, by key; one query for them all."""
    if not coverings:
        return set()
    found = set(_answered(_readable(capacity, coverings[0])).values_list("pk", flat=True)[:2])
    return {one.pk for one in coverings if found - {one.pk}}


def candidate(capacity: Role | None, covering: PartyAssessment, pk: int) -> PartyAssessment | None:
    """One of the candidates by its key; None for one that does not exist for this reader."""
    return candidates(capacity, covering).filter(pk=pk).first()


def similar_to(capacity: Role | None, covering: PartyAssessment) -> list[Similar]:
    """The party's assessments of which some answer could be used, the nearest first.

    Nearest: most facts that agree; then the same theme; then most kinds of data in common; then the latest.
    """
    found = sorted(candidates(capacity, covering), key=lambda other: _nearness(covering, other), reverse=True)[:SHOWN]
    prefetch_related_objects(found, COUNTING, "flows")
    checklist = checklist_of(covering.assessment)
    deciding = deciding_facts(checklist)
    reworded = {
        version: reworded_since(checklist, version) for version in {one.assessment.checklist_version for one in found}
    }
    compared = []
    for one in found:
        changed = reworded[one.assessment.checklist_version]
        compared.append((one, weigh(covering.assessment, one.assessment, deciding=deciding, reworded=changed)))
    return [_similar(covering, one, comparison) for one, comparison in compared if comparison.usable]


def source_of(capacity: Role | None, covering: PartyAssessment) -> PartyAssessment | None:
    """The assessment drawn on, with its answers and flows; None where there is none that the reader may see."""
    if covering.assessment.draws_on_id is None:
        return None
    found = _readable(capacity, covering).filter(assessment_id=covering.assessment.draws_on_id)
    return found.prefetch_related(COUNTING, "flows").first()


def drawn_at(covering: PartyAssessment, source: PartyAssessment, walked: Walk, question: Question) -> Drawn:
    """What the assessment drawn on says at one step."""
    offer = offer_at(covering.assessment, source.assessment, walked, question)
    return Drawn(covering.party, name_of(source), standing_of(source), end_of(source), offer)


def name_of(covering: PartyAssessment) -> str:
    """How people know an assessment: by its version and flows."""
    flows = sorted(covering.flows.all(), key=lambda flow: flow.number)
    return (
        f"{covering.party.version}, flow{'s' if len(flows) > 1 else ''} {listing([str(one.number) for one in flows])}"
    )


def standing_of(covering: PartyAssessment) -> str:
    """Where an assessment stands: concluded when and by whom, or still under way."""
    assessment = covering.assessment
    if assessment.is_open:
        return "still under way"
    return f"concluded {day(assessment.concluded_at)} by {assessment.concluded_by}"


def end_of(covering: PartyAssessment) -> End | None:
    """The end that a concluded assessment reached; None for one under way."""
    assessment = covering.assessment
    if assessment.is_open:
        return None
    return End(assessment.end, library().checklists[assessment.checklist].end(assessment.end).title)


def _readable(capacity: Role | None, covering: PartyAssessment) -> QuerySet[PartyAssessment]:
    found = _of_partner(covering.party.partner_id, covering.assessment.checklist, visible_to(capacity))
    related = found.select_related("assessment", "party__partner", "party__version__protocol")
    return related.defer("assessment__record")


def _of_partner(partner: int, checklist: str, seen: QuerySet[ProtocolVersion]) -> QuerySet[PartyAssessment]:
    """A partner's assessments on a checklist in versions that a reader may see."""
    found = PartyAssessment.objects.filter(
        assessment__partner_id=partner, assessment__checklist=checklist, party__version__in=seen
    )
    return found.exclude(assessment__status=Assessment.Status.WITHDRAWN)


def _answered(coverings: QuerySet[PartyAssessment]) -> QuerySet[PartyAssessment]:
    return coverings.filter(Exists(Answer.objects.filter(assessment=OuterRef("assessment"), set_aside=False)))


def _nearness(covering: PartyAssessment, other: PartyAssessment) -> tuple[Any, ...]:
    ours, theirs = covering.assessment.facts, other.assessment.facts
    kinds = set(ours.get("kinds") or ()) & set(theirs.get("kinds") or ())
    same_theme = ours.get("theme") == theirs.get("theme")
    return (-len(differing_facts(ours, theirs)), same_theme, len(kinds), other.assessment.opened_at)


def _similar(covering: PartyAssessment, other: PartyAssessment, comparison: Comparison) -> Similar:
    return Similar(
        covering=other,
        name=name_of(other),
        standing=standing_of(other),
        end=end_of(other),
        comparison=comparison,
        said=counted(comparison),
        differences=differences(comparison, other.assessment, covering.assessment),
    )
