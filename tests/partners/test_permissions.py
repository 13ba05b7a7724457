"""Who may do what: every action of the room by every role, at home and away."""

from datetime import timedelta

import pytest

from partners.errors import NotAllowed
from partners.models import Partner, Role
from partners.permissions import (
    can_decide,
    can_end,
    can_invite,
    can_operate,
    can_read_trail,
    can_serve_partnership,
    can_withdraw,
    check_decide,
    check_end,
    check_invite,
    check_operate,
    check_serve_partnership,
    check_withdraw,
)
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM
from tests.partners.factories import approved_partner, contact, invited, officer, partnership, registered, role

pytestmark = pytest.mark.django_db
OFFICER, CONTACT = RoleKind.OFFICER, RoleKind.CONTACT

# action -> the roles that may do it at their own partner or in their own partnership; nobody may do it elsewhere
MATRIX: dict[str, set[RoleKind]] = {
    "decide": {OFFICER},
    "serve the partnership": {OFFICER},
    "invite a contact": {OFFICER, CONTACT},
    **{f"invite {kind.value}": {CONTACT} for kind in RoleKind.at_partner() if kind is not CONTACT},
    "invite an officer": {OFFICER},
    "withdraw": {CONTACT},
    "withdraw a contact's": {OFFICER, CONTACT},
    "end": {CONTACT},
    "end an officer's": {OFFICER},
    "read the trail": {CONTACT, RoleKind.DPO, RoleKind.SIRO},
    "operate": set(),
}


class World:
    """A partner at home with one of each thing that can be acted on."""

    def __init__(self) -> None:
        self.home = partnership()
        self.wigan: Partner = approved_partner("Wigan Council")
        self.registration = registered("Bolton Council")
        self.offer = invited(RoleKind.VIEWER, self.wigan)
        self.contact_offer = invited(CONTACT, self.wigan, "Olu Ade")
        self.held = role(RoleKind.CONTRIBUTOR, self.wigan)

    def actions(self):
        """Each action with its asking and its checking form."""
        pairs = {
            "decide": (can_decide, check_decide, (self.registration,)),
            "serve the partnership": (can_serve_partnership, check_serve_partnership, (self.home,)),
            "invite a contact": (can_invite, check_invite, (CONTACT, self.wigan)),
            "invite an officer": (can_invite, check_invite, (OFFICER, self.home)),
            "withdraw": (can_withdraw, check_withdraw, (self.offer,)),
            "withdraw a contact's": (can_withdraw, check_withdraw, (self.contact_offer,)),
            "end": (can_end, check_end, (self.held,)),
            "end an officer's": (can_end, check_end, (officer(self.home),)),
            "read the trail": (can_read_trail, lambda *of, by: can_read_trail(*of, by=by).require(), (self.wigan,)),
            "operate": (can_operate, check_operate, ()),
        }
        for kind in RoleKind.at_partner():
            if kind is not CONTACT:
                pairs[f"invite {kind.value}"] = (can_invite, check_invite, (kind, self.wigan))
        return pairs


def somebody(kind: RoleKind, *, at_home: bool) -> Role:
    if kind is OFFICER:
        return officer(partnership() if at_home else partnership("Another Partnership", "AN"))
    place = approved_partner("Wigan Council" if at_home else "Bury Council")
    return contact(place) if kind is CONTACT else role(kind, place)


def agree(can, check, about, by) -> bool:
    """Ask and check, which must agree; the sentence must be the same."""
    answer = can(*about, by=by)
    if answer:
        check(*about, by=by)
    else:
        with pytest.raises(NotAllowed) as refused:
            check(*about, by=by)
        assert refused.value.sentence == answer.sentence
        assert answer.sentence.endswith(".")
    return bool(answer)


@pytest.mark.parametrize("at_home", [True, False], ids=["home", "away"])
@pytest.mark.parametrize("kind", list(RoleKind), ids=lambda kind: kind.value)
def test_each_role_may_do_what_the_matrix_says_and_no_more(kind, at_home):
    world, by = World(), somebody(kind, at_home=at_home)
    assert set(world.actions()) == set(MATRIX)
    allowed = {name for name, (can, check, about) in world.actions().items() if agree(can, check, about, by)}
    assert allowed == ({name for name, kinds in MATRIX.items() if kind in kinds} if at_home else set())


def test_the_operator_makes_partnerships_and_invites_first_officers_and_nothing_else():
    world = World()
    allowed = {name for name, (can, check, about) in world.actions().items() if agree(can, check, about, SYSTEM)}
    assert allowed == {"operate", "invite an officer"}


@pytest.mark.parametrize("kind", [OFFICER, CONTACT], ids=lambda kind: kind.value)
@pytest.mark.parametrize("held", ["no more", "not yet"])
def test_a_role_that_has_ended_or_not_begun_may_do_nothing(kind, held):
    world, by = World(), somebody(kind, at_home=True)
    if held == "no more":
        by.ends_on = by.starts_on
    else:
        by.starts_on += timedelta(days=1)
    allowed = {name for name, (can, check, about) in world.actions().items() if agree(can, check, about, by)}
    assert allowed == set()
