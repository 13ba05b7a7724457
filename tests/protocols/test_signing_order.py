"""Signing in turns, by a date, with reminders; and handing over within an organisation."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from partners.models import Invitation
from partners.roles import RoleKind
from partners.services.inviting import Invitee
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import SigningPlan, SigningReminder
from protocols.queries.in_tray import in_tray_of
from protocols.queries.signing_order import turns
from protocols.services.handing_over import hand_over
from protocols.services.signing_plans import plan_signing
from protocols.services.signing_reminders import remind_to_sign, week_of
from protocols.states import State
from tests.protocols import factories_life as life
from tests.protocols import factories_signing as signings

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(signings.at_signing)


@pytest.fixture
def at_signing(begun):
    return begun()


def mails(start: str) -> list[str]:
    return list(OutgoingMail.objects.filter(subject__startswith=start).values_list("to", flat=True))


def test_out_of_turn_is_refused_with_who_comes_first(at_signing):
    people, version, _ = at_signing
    signings.in_turns(people, version, 1, 2)
    with pytest.raises(WrongState, match="not yet the turn of Northmoor Police: Wigan Council signs first"):
        signings.sign_for(people, version, 1)
    first = signings.sign_for(people, version, 0)
    assert signings.sign_for(people, version, 1).signed_sha256 == first.result.sha256


def test_the_next_are_called_when_their_turn_comes(at_signing):
    people, version, _ = at_signing
    signings.in_turns(people, version, 1, 2)
    second = people.at(people.partners[1], RoleKind.SIGNATORY)
    before = mails("Sign ").count(second.person.email)
    signings.sign_for(people, version, 0)
    assert mails("Sign ").count(second.person.email) == before + 1


def test_only_those_whose_turn_it_is_have_it_in_their_in_tray(at_signing):
    people, version, _ = at_signing
    signings.in_turns(people, version, 1, 2, due_on=timezone.localdate() + timedelta(days=9))
    first, second = (people.at(partner, RoleKind.SIGNATORY) for partner in people.partners)
    [item] = in_tray_of([first]).waiting_for_you
    assert (item.what, item.due) == ("Sign for Wigan Council", timezone.localdate() + timedelta(days=9))
    assert in_tray_of([second]).waiting_for_you == []


def test_the_page_shows_the_turns_as_they_go(at_signing):
    people, version, _ = at_signing
    signings.in_turns(people, version, 2, 1)
    signings.sign_for(people, version, 1)
    shown = [(turn.number, turn.state, str(turn.places[0].party)) for turn in turns(signings.now(version))]
    assert shown == [(1, "done", "Northmoor Police"), (2, "now", "Wigan Council")]


def test_an_order_chosen_in_the_draft_holds_when_it_is_signed():
    people, version = life.protocol_at(State.DRAFT)
    signings.in_turns(people, version, 2, 1)
    version = life.approved(people, version)
    second, first = (people.at(partner, RoleKind.SIGNATORY) for partner in people.partners)
    assert first.person.email in mails("Sign ")
    assert second.person.email not in mails("Sign ")


def test_the_same_plan_twice_is_one(at_signing):
    people, version, _ = at_signing
    signings.in_turns(people, version, 1, 2)
    signings.in_turns(people, version, 1, 2)
    assert AuditEvent.objects.filter(action="protocols.signing.plan").count() == 1
    assert SigningPlan.objects.count() == 1


def test_a_plan_of_nothing_leaves_nothing_behind(at_signing):
    people, version, _ = at_signing
    plan_signing(by=people.officer, version=version, due_on=None, turns={})
    assert not SigningPlan.objects.exists()


def test_only_the_officer_plans(at_signing):
    people, version, _ = at_signing
    with pytest.raises(NotAllowed, match="officer"):
        plan_signing(by=people.at(people.partners[0], RoleKind.SIGNATORY), version=version, due_on=None, turns={})


@pytest.mark.parametrize("days", [-1, 400])
def test_a_date_in_the_past_or_far_away_is_refused(at_signing, days):
    people, version, _ = at_signing
    with pytest.raises(Invalid) as refused:
        signings.in_turns(people, version, 1, 1, due_on=timezone.localdate() + timedelta(days=days))
    assert refused.value.field == "due_on"


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (date(2027, 2, 21), None), (date(2027, 2, 22), -1), (date(2027, 2, 28), -1), (date(2027, 3, 1), 0),
        (date(2027, 3, 7), 0), (date(2027, 3, 8), 1), (date(2027, 3, 28), 3), (date(2027, 3, 29), 4),
    ],
)  # fmt: skip
def test_weeks_are_counted_from_the_due_date_across_february_and_the_clocks(today, week):
    assert week_of(date(2027, 3, 1), today) == week


def test_each_is_reminded_once_a_week_and_the_officer_once_it_is_overdue(at_signing):
    people, version, _ = at_signing
    due = timezone.localdate() + timedelta(days=10)
    signings.in_turns(people, version, 1, 2, due_on=due)
    assert remind_to_sign(due - timedelta(days=8)) == 0
    for away, many, officer in [(-7, 1, 0), (-3, 0, 0), (0, 1, 0), (1, 0, 1), (2, 0, 1), (7, 1, 2), (8, 0, 2)]:
        assert remind_to_sign(due + timedelta(days=away)) == many
        assert mails("Signing overdue").count(people.officer.person.email) == officer
    first = people.at(people.partners[0], RoleKind.SIGNATORY).person.email
    assert mails("Reminder: sign") == [first] * 3
    assert SigningReminder.objects.filter(party=None).count() == 2


def test_nobody_is_reminded_on_the_day_on_which_they_were_called(at_signing):
    people, version, _ = at_signing
    signings.in_turns(people, version, 1, 2, due_on=timezone.localdate() + timedelta(days=3))
    assert remind_to_sign() == 0


def test_handed_over_only_the_other_signs_and_both_stand_on_record(at_signing):
    people, version, signing = at_signing
    first = people.at(people.partners[0], RoleKind.SIGNATORY)
    deputy = life.factories.role(RoleKind.SIGNATORY, at=people.partners[0])
    party = signings.party_of(people, version, 0)
    hand_over(by=first, signing=signing, party=party, to=deputy, basis="Scheme, 4.2.")
    with pytest.raises(NotAllowed, match=r"handed over to .*, on the authority of Scheme, 4\.2\. To sign"):
        signings.sign_for(people, version, 0)
    signings.sign_for(people, version, 0, by=deputy)
    [place] = [place for turn in turns(signings.now(version)) for place in turn.places if place.handover]
    assert (place.handover.by, place.handover.basis, place.signature.role) == (first, "Scheme, 4.2.", deputy)
    event = AuditEvent.objects.get(action="protocols.signing.hand_over")
    assert (event.details["to"], event.details["basis"]) == (deputy.person.name, "Scheme, 4.2.")


def test_handing_over_twice_is_once_and_needs_its_authority(at_signing):
    people, version, signing = at_signing
    first = people.at(people.partners[0], RoleKind.SIGNATORY)
    deputy = life.factories.role(RoleKind.SIGNATORY, at=people.partners[0])
    party = signings.party_of(people, version, 0)
    with pytest.raises(Invalid) as refused:
        hand_over(by=first, signing=signing, party=party, to=deputy, basis=" ")
    assert refused.value.field == "basis"
    for _ in range(2):
        hand_over(by=first, signing=signing, party=party, to=deputy, basis="Scheme")
    assert AuditEvent.objects.filter(action="protocols.signing.hand_over").count() == 1


def test_nobody_hands_over_for_another_party(at_signing):
    people, version, signing = at_signing
    by, other = people.at(people.partners[0], RoleKind.SIGNATORY), people.at(people.partners[1], RoleKind.SIGNATORY)
    with pytest.raises(NotAllowed):
        hand_over(by=by, signing=signing, party=signings.party_of(people, version, 1), to=other, basis="Scheme")
    with pytest.raises(Invalid, match="Choose a signatory of Wigan Council"):
        hand_over(by=by, signing=signing, party=signings.party_of(people, version, 0), to=other, basis="Scheme")


def test_the_contact_may_hand_over_to_somebody_invited_for_it(at_signing):
    people, version, signing = at_signing
    contact, party = people.at(people.partners[0], RoleKind.CONTACT), signings.party_of(people, version, 0)
    new = Invitee("Sam Reed", "sam@wigan.example", "Chair")
    hand_over(by=contact, signing=signing, party=party, to=new, basis="Scheme")
    assert Invitation.objects.get().kind == "signatory"
    with pytest.raises(NotAllowed, match="handed over to Sam Reed"):
        signings.sign_for(people, version, 0)
