"""Every state, every action, every role: the services allow what the table allows, and nothing else."""

from collections.abc import Callable

import pytest

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM
from protocols import permissions
from protocols.errors import NotAllowed, WrongState
from protocols.models import Decision, ProtocolVersion
from protocols.services import comments, deciding, ending, moving, particulars, risks, submitting, texts
from protocols.services.varying import vary
from protocols.states import INSTRUMENTS, TABLE, WHILE_OPEN, Action, State, Who, move
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db
ACTORS = [*RoleKind, None]  # None is the portal itself

MAY: dict[Who, set[RoleKind | None]] = {
    Who.OFFICER: {RoleKind.OFFICER},
    Who.WRITER: {RoleKind.OFFICER, RoleKind.CONTRIBUTOR},
    Who.READER: set(RoleKind),
    Who.DECIDER: {RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN, RoleKind.SIRO},
    Who.ACCOUNTABLE: {RoleKind.SIGNATORY, RoleKind.SIRO},
    Who.SIGNATORY: {RoleKind.SIGNATORY},
    Who.ADVISER: {RoleKind.LEGAL_ADVISER},
    Who.ARRANGER: {RoleKind.OFFICER, RoleKind.CONTACT},
    Who.HANDER: {RoleKind.CONTACT, RoleKind.SIGNATORY},
    Who.OWNER: {RoleKind.OFFICER},
    Who.KEEPER: {RoleKind.OFFICER, RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO},
    Who.CONTACT: {RoleKind.CONTACT},
    Who.PORTAL: {None},
}
SETTLED = {State.IN_FORCE, State.SUPERSEDED, State.EXPIRED, State.TERMINATED}


def allowed(state: State, action: Action, kind: RoleKind | None) -> bool:
    """What the table says, read apart from the code that enforces it."""
    found = move(state, action)
    if found is None or (state is State.IN_FORCE and action in WHILE_OPEN):
        return False  # a version that every party has signed is not open for signature
    if state is State.SIGNING and action is Action.BACK_TO_DRAFT:
        return False  # it goes back only where a party left the overarching protocol
    if found.who is Who.READER and kind is RoleKind.VIEWER:
        return state in SETTLED
    return kind in MAY[found.who]


def actor(people: life.Cast, kind: RoleKind | None):
    if kind is None:
        return SYSTEM
    return people.officer if kind is RoleKind.OFFICER else people.at(people.partners[0], kind)


@pytest.fixture(scope="module", params=State)
def walked(request, beginning):
    """A version at each state, each begun once for the tests that follow."""
    return request.param, beginning.make(lambda: life.protocol_at(request.param))


@pytest.fixture
def at_state(walked):
    """The state, the people round a version that is in it, and the version."""
    state, begun = walked
    return state, *begun()


def test_each_state_allows_exactly_what_the_table_says_to_exactly_whom(at_state):
    state, people, version = at_state
    assert version.status is state
    actors = {kind: actor(people, kind) for kind in ACTORS}
    wrong = [
        (action, kind)
        for action in Action
        for kind, by in actors.items()
        if permissions.may(by, version, action) != allowed(state, action, kind)
    ]
    assert wrong == []


def test_people_of_a_stranger_may_do_nothing(at_state):
    _, _, version = at_state
    elsewhere = life.factories.partner("Elsewhere Council")
    strangers = [life.factories.role(kind, at=elsewhere) for kind in RoleKind.at_partner()]
    strangers.append(life.factories.officer())
    assert [(action, str(by)) for action in Action for by in strangers if permissions.may(by, version, action)] == []


def test_every_action_is_in_the_table_and_every_state_is_reached():
    assert {action for _, action in (*TABLE, *INSTRUMENTS)} == set(Action)
    assert {found.to for found in TABLE.values()} == set(State)


def _edit(by: Role, version: ProtocolVersion) -> None:
    section = version.sections.get(section_id="S21")
    texts.save_section(by=by, section=section, body="<p>New words.</p>", revision=section.revision)


def _decide(by: Role, version: ProtocolVersion) -> None:
    snapshot = version.snapshots.first()
    if snapshot is None:
        raise WrongState("Nothing was ever submitted, so there is nothing to decide.")
    decision = snapshot.decisions.get(party__partner=by.partner_id, kind="dpo")
    outcome = Decision.Outcome.CONDITIONS
    deciding.decide(by=by, decision=decision, sha256=snapshot.sha256, outcome=outcome, text="Train first.")


# What is really called for an action, by whoever the table names: refused in every state that the table does not name.
CALLS: dict[Action, tuple[RoleKind, Callable[[Role, ProtocolVersion], object]]] = {
    Action.EDIT_TEXT: (RoleKind.CONTRIBUTOR, _edit),
    Action.SET_PARTIES: (
        RoleKind.OFFICER,
        lambda by, version: particulars.change_particulars(
            by=by, version=version, particulars=particulars.Particulars.of(version)
        ),
    ),
    Action.COMMENT: (
        RoleKind.CONTRIBUTOR,
        lambda by, version: comments.add_comment(
            by=by, version=version, body="Why?", nonce="00000000-0000-0000-0000-000000000001"
        ),
    ),
    Action.EDIT_RISKS: (RoleKind.CONTRIBUTOR, lambda by, version: risks.add_starters(by=by, version=version)),
    Action.SUBMIT: (RoleKind.OFFICER, lambda by, version: submitting.submit(by=by, version=version)),
    Action.DECIDE: (RoleKind.DPO, _decide),
    Action.VARY: (RoleKind.OFFICER, lambda by, version: vary(by=by, version=version)),
    Action.TERMINATE: (
        RoleKind.OFFICER,
        lambda by, version: ending.terminate(by=by, version=version, reason="Over.", authority="A court."),
    ),
}
# A repeated request finds the work done: it is answered, and changes nothing.
REPEATS = {(State.APPROVAL, Action.SUBMIT)}


def test_services_do_what_the_table_allows_and_refuse_the_rest(at_state):
    state, people, version = at_state
    for action, (kind, call) in CALLS.items():
        by = actor(people, kind)
        if move(state, action) is None and (state, action) not in REPEATS:
            with pytest.raises((WrongState, NotAllowed)):
                call(by, life.again(version))


def test_moving_back_and_forth_before_approval():
    people, version = life.protocol_at(State.DRAFT)
    moving.open_consultation(by=people.officer, version=version)
    moving.take_back(by=people.officer, version=life.again(version))
    assert life.again(version).status is State.DRAFT
