"""The whole table: every state, every action, every kind of role; and people outside."""

import pytest

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.errors import NotAllowed
from protocols.models import Party, ProtocolVersion
from protocols.permissions import check, may, why_not
from protocols.queries.protocols import visible_to
from protocols.states import SETTLED, TABLE, WHILE_OPEN, Action, State, Who
from tests.protocols import factories

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


def put(version: ProtocolVersion, state: State) -> None:
    with act("tests.state", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(state=state.value)
