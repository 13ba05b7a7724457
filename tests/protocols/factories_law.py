"""Protocols that rely on a power, made in numbers: the walk is the engine's own, written without forty pages a time."""

from collections.abc import Mapping

from legal_basis.engine import Response
from legal_basis.loader import library
from legal_basis.models import Answer
from partners.models import Partner
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.facts import legal_state
from protocols.models import Party, PartyAssessment, ProtocolVersion
from protocols.services.assessing import begin, conclude
from tests.legal_basis.walks import answer_until
from tests.protocols import factories_life as life

WELL_BEING = {"C1.3": "no_duty", "C1.4": "no_express", "C1.5": ("implied", "lga-2000-s2")}


def thematic_relying_on(
    people: life.Cast, parent: ProtocolVersion, wanted: Mapping[str, object], *, end: bool = True
) -> PartyAssessment:
    """A new thematic protocol with one flow, whose first party answered as wanted and concluded, if it ended."""
    version = life.thematic_draft(people, parent)
    flow = life.cases_flow(people, version)
    covering = begun(people, life.party(version, people.partners[0]), [flow])
    answered(people, covering, wanted)
    return conclude(by=contributor(people, people.partners[0]), covering=covering) if end else covering


def contributor(people: life.Cast, partner: Partner):
    """Who answers for a partner."""
    return people.at(partner, RoleKind.CONTRIBUTOR)


def begun(people: life.Cast, party: Party, flows) -> PartyAssessment:
    """An assessment begun through the service."""
    return begin(by=people.of(party, RoleKind.CONTRIBUTOR), party=party, flows=flows)


def answered(people: life.Cast, covering: PartyAssessment, wanted: Mapping[str, object]) -> None:
    """Every answer of the engine's walk to its end, stored in one go."""
    who = people.of(covering.party, RoleKind.CONTRIBUTOR).as_actor()
    _, responses = answer_until(library().current, covering.assessment.facts, wanted)
    with act("tests.answers", by=SYSTEM):
        Answer.objects.bulk_create([_answer(covering, given, who.name) for given in responses])


def _answer(covering: PartyAssessment, given: Response, name: str) -> Answer:
    return Answer(
        assessment=covering.assessment, step=given.step, key=given.answer, reason=given.reason,
        choices=list(given.choices), gateways=list(given.gateways), answered_by=name,
    )  # fmt: skip


def put_in_state(version: ProtocolVersion, state: str) -> None:
    """Straight to a state, without its documents."""
    with act("tests.state", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state=state)


def standings(version: ProtocolVersion) -> list[str]:
    """Where each party stands on each flow."""
    return [cover.standing.value for cover in legal_state(version).covers]


def answered_from(people: life.Cast, covering: PartyAssessment, wanted: Mapping[str, object]) -> None:
    """What is still unanswered of the engine's walk to its end, stored in one go."""
    who = people.of(covering.party, RoleKind.CONTRIBUTOR).as_actor()
    given = set(covering.assessment.answers.values_list("step", flat=True))
    _, responses = answer_until(library().current, covering.assessment.facts, wanted)
    with act("tests.answers", by=SYSTEM):
        Answer.objects.bulk_create([_answer(covering, one, who.name) for one in responses if one.step not in given])


def set_aside(assessment, steps) -> None:
    """Let answers count no longer."""
    with act("tests.set_aside", by=SYSTEM):
        assessment.answers.filter(step__in=steps).update(set_aside=True)


def part_with(covering: PartyAssessment) -> None:
    """The party leaves the protocol, and its assessment with it."""
    with act("tests.part", by=SYSTEM):
        covering.party.version.flows.all().delete()
        covering.party.delete()
