"""The whole table: every state, every action, every kind of role; and people outside."""

import pytest

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.errors import NotAllowed
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.permissions import check, may, why_not, why_not_instrument
from protocols.queries.protocols import visible_to
from protocols.queries.trails import reads_trail
from protocols.states import INSTRUMENTS, SETTLED, TABLE, WHILE_OPEN, Action, State, Who
from tests.protocols import factories
from tests.protocols.instruments import in_force

pytestmark = pytest.mark.django_db

EVERYBODY = set(RoleKind)
# Who each word of the table means, said again here by hand.
MEANT: dict[Who, set[RoleKind]] = {
    Who.OFFICER: {RoleKind.OFFICER},
    Who.WRITER: {RoleKind.OFFICER, RoleKind.CONTRIBUTOR},
    Who.READER: EVERYBODY,
    Who.DECIDER: {RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN, RoleKind.SIRO},
    Who.ACCOUNTABLE: {RoleKind.SIGNATORY, RoleKind.SIRO},
    Who.SIGNATORY: {RoleKind.SIGNATORY},
    Who.ADVISER: {RoleKind.LEGAL_ADVISER},
    Who.ARRANGER: {RoleKind.OFFICER, RoleKind.CONTACT},
    Who.HANDER: {RoleKind.CONTACT, RoleKind.SIGNATORY},
    Who.OWNER: {RoleKind.OFFICER},
    Who.KEEPER: {RoleKind.OFFICER, RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO},
    Who.CONTACT: {RoleKind.CONTACT},
    Who.BEGINNER: {RoleKind.OFFICER, RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.SIGNATORY},
    Who.OBJECTOR: {RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.SIGNATORY, RoleKind.DPO},
    Who.PORTAL: set(),
}


@pytest.fixture
def version() -> ProtocolVersion:
    return factories.draft()


def role_of(kind: RoleKind, version: ProtocolVersion):
    return version.officer if kind is RoleKind.OFFICER else factories.role(kind, at=party(version).partner)


def party(version: ProtocolVersion) -> Party:
    return version.parties.all()[0]


@pytest.mark.parametrize("kind", list(RoleKind))
def test_every_state_and_action_for_each_role_of_a_party(version, kind):
    role = role_of(kind, version)
    wrong = []
    for state in State:
        version.state = state.value
        for action in Action:
            found = TABLE.get((state, action))
            wanted = found is not None and kind in MEANT[found.who]
            if kind is RoleKind.VIEWER and state not in SETTLED:
                wanted = False
            if state is State.IN_FORCE and action in WHILE_OPEN:
                wanted = False  # every party has signed this one, so it is not open for signature
            if (state, action) == (State.SIGNING, Action.BACK_TO_DRAFT):
                wanted = False  # every party may sign this one
            if may(role, version, action) is not wanted:
                wrong.append((state.value, action.value, wanted))
    assert wrong == []


@pytest.mark.parametrize("kind", RoleKind.at_partner())
def test_a_role_at_a_partner_that_is_no_party_may_do_nothing(version, kind):
    stranger = factories.role(kind, at=factories.partner("Elsewhere Council"))
    for state in State:
        version.state = state.value
        assert [action for action in Action if may(stranger, version, action)] == []


def test_the_portal_does_only_what_is_its_own(version):
    for (state, action), found in TABLE.items():
        version.state = state.value
        assert may(SYSTEM, version, action) is (found.who is Who.PORTAL)


def test_what_is_one_partys_own_is_done_by_its_own_people_only(version):
    own, other = version.parties.all()
    contributor = factories.role(RoleKind.CONTRIBUTOR, at=own.partner)
    check(contributor, version, Action.ANSWER, party=own)
    with pytest.raises(NotAllowed, match=f"Only the people of {other} can answer the checklist for {other}"):
        check(contributor, version, Action.ANSWER, party=other)
    with pytest.raises(NotAllowed):
        check(version.officer, version, Action.ANSWER, party=own)


def test_nobody_without_a_role_may_do_anything(version):
    assert "You hold no role" in str(why_not(None, version, Action.COMMENT))
    assert not visible_to(None).exists()


@pytest.mark.parametrize("kind", list(RoleKind))
def test_every_state_is_seen_by_those_who_should(version, kind):
    role = role_of(kind, version)
    for state in State:
        hidden = kind is RoleKind.VIEWER and state not in SETTLED
        put(version, state)
        assert visible_to(role).filter(pk=version.pk).exists() is not hidden


@pytest.fixture
def suspending():
    """A document made after signing, of one party's own, with all that is asked of it already read."""
    world = in_force()
    made = world.begin(Instrument.Kind.SUSPENSION)
    versions = ProtocolVersion.objects.select_related("protocol__partnership").prefetch_related("parties__partner")
    made.version = versions.get(pk=world.version.pk)
    return world, made


def asked(by, instrument: Instrument):
    """What may be done to it: every state, every action, for nobody's party, for the one it is of, for the other."""
    own = instrument.party
    [other] = [party for party in instrument.version.parties.all() if party.pk != own.pk]
    for state in State:
        instrument.state = state.value
        for action in {action for _, action in INSTRUMENTS}:
            for party in (None, own, other):
                yield state, action, party, why_not_instrument(by, instrument, action, party=party) is None


@pytest.mark.parametrize("kind", list(RoleKind))
def test_every_state_and_action_of_what_is_made_after_signing_for_each_role_of_a_party(suspending, kind):
    world, made = suspending
    by = world.people.officer if kind is RoleKind.OFFICER else world.people.at(made.party.partner, kind)
    wrong = []
    for state, action, party, allowed in asked(by, made):
        found = INSTRUMENTS.get((state, action))
        wanted = found is not None and kind in MEANT[found.who]
        if party is not None:
            wanted = wanted and kind is not RoleKind.OFFICER and party.pk == made.party_id
        if allowed is not wanted:
            wrong.append((state.value, action.value, str(party), wanted))
    assert wrong == []


@pytest.mark.parametrize("held", ["elsewhere", "no more"])
def test_of_what_is_made_after_signing_who_is_of_no_party_or_left_the_role_does_and_reads_nothing(suspending, held):
    world, made = suspending
    if held == "no more":
        roles = [world.people.at(made.party.partner, kind) for kind in RoleKind.at_partner()]
        for by in (*roles, world.people.officer):
            by.ends_on = by.starts_on
    else:
        away = factories.partnership("Another Partnership")
        roles = [factories.officer(away), *(world.people.at(world.joins, kind) for kind in RoleKind.at_partner())]
    for by in (*roles, *([world.people.officer] if held == "no more" else [])):
        assert [one[:3] for one in asked(by, made) if one[3]] == []
        assert not reads_trail(by, made.version.protocol)


def put(version: ProtocolVersion, state: State) -> None:
    with act("tests.state", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state=state.value)
