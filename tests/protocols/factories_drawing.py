"""Two assessments of one party: one that was answered, one that is begun and could draw on it."""

from dataclasses import dataclass

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import PartyAssessment, ProtocolVersion
from protocols.services.assessing import draw_on
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

POWER = {"C1.3": "no_duty", "C1.4": "no_express", "C1.5": ("implied", "lga-1972-s111")}


@dataclass
class Near:
    """The cast, an overarching version that stands, a concluded assessment, and one just begun, of the same party."""

    people: life.Cast
    parent: ProtocolVersion
    source: PartyAssessment
    covering: PartyAssessment

    @property
    def by(self) -> Role:
        """Who answers for the party."""
        return laws.contributor(self.people, self.people.partners[0])

    def draw(self) -> None:
        """Draw on the one that was answered."""
        draw_on(by=self.by, covering=self.covering, source=self.source)


def overarching() -> tuple[life.Cast, ProtocolVersion]:
    """A cast, and an overarching version that stands, without its documents."""
    people = life.cast()
    version = life.draft(people)
    laws.put_in_state(version, "in_force")
    return people, life.again(version)


def near(wanted=None, **changes: object) -> Near:
    """Both of Wigan Council; `changes` are to the flow of the one that is begun."""
    people, parent = overarching()
    source = laws.thematic_relying_on(people, parent, wanted or POWER)
    return Near(people, parent, source, begun(people, parent, **changes))


def begun(people: life.Cast, parent: ProtocolVersion, partner: int = 0, **changes: object) -> PartyAssessment:
    """A partner's assessment in a protocol of its own, begun and not answered."""
    version = life.thematic_draft(people, parent)
    flow = life.cases_flow(people, version, **changes)
    return laws.begun(people, life.party(version, people.partners[partner]), [flow])


def more(near: Near, count: int) -> None:
    """More answered assessments of the same party, one for each of as many flows of a protocol of their own."""
    version = life.thematic_draft(near.people, near.parent)
    party = life.party(version, near.people.partners[0])
    for _ in range(count):
        laws.answered(near.people, laws.begun(near.people, party, [life.cases_flow(near.people, version)]), POWER)


def adviser(near: Near) -> Role:
    """A legal adviser of the party."""
    return near.people.at(near.people.partners[0], RoleKind.LEGAL_ADVISER)
