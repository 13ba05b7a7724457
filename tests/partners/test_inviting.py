"""Inviting people into roles, taking an invitation up, and ending roles."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from partners.errors import Invalid, NotAllowed, Refused, WrongState
from partners.models import Invitation, Partner, Role
from partners.queries import holders, roles_held_by, to_invite
from partners.roles import CONFLICTS, RoleKind
from partners.services.accepting import accept, accept_with_new_account
from partners.services.ending import end_role
from partners.services.inviting import Invitee, invite, invite_named, withdraw_invitation
from partners.states import Standing
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from tests.partners.factories import (
    PASSWORD,
    approved_partner,
    contact,
    invited,
    officer,
    partnership,
    registered,
    role,
    token_mailed_to,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def take(email: str, name: str = "Ivy Inns") -> Role:
    return accept_with_new_account(token=token_mailed_to(email), name=name, password=PASSWORD)


def test_accepting_makes_the_account_and_the_role():
    offer = invited(RoleKind.DPO, approved_partner())
    held = take(offer.email)
    assert (held.person.email, held.role, str(held)) == (
        offer.email,
        RoleKind.DPO,
        "Ivy Inns, data protection officer, Wigan Council",
    )
    assert held.person.check_password(PASSWORD)


def test_the_second_to_accept_gets_no_second_role():
    offer = invited(RoleKind.DPO, approved_partner())
    held, events = take(offer.email), AuditEvent.objects.count()
    assert accept(token=token_mailed_to(offer.email), by=held.person) == held
    with pytest.raises(WrongState, match=r"has been used. Sign in"):
        take(offer.email)
    assert (Role.objects.filter(kind="dpo").count(), AuditEvent.objects.count()) == (1, events)


def test_an_invitation_is_for_its_own_mailbox_alone():
    offer = invited(RoleKind.DPO, approved_partner())
    somebody = role(RoleKind.VIEWER, approved_partner())
    with pytest.raises(NotAllowed, match=f"is for {offer.email}, and you are signed in as {somebody.person.email}"):
        accept(token=token_mailed_to(offer.email), by=somebody.person)


def test_a_mailbox_with_an_account_signs_in_and_gets_no_second_account():
    dana = role(RoleKind.DPO, approved_partner("Wigan Council"), "Dana Obi", "dana@obi.example")
    invited(RoleKind.DPO, approved_partner("Bolton Council"), "Dana Obi", "DANA@obi.example")
    with pytest.raises(WrongState, match=r"already an account for dana@obi.example"):
        take("dana@obi.example")
    accept(token=token_mailed_to("dana@obi.example"), by=dana.person)
    assert User.objects.filter(email="dana@obi.example").count() == 1


def test_one_data_protection_officer_may_serve_many_partners():
    for name in ("Wigan Council", "Bolton Council", "Bury Council"):
        role(RoleKind.DPO, approved_partner(name), "Dana Obi", "dana@obi.example")
    assert Role.objects.current().filter(kind="dpo", person__email="dana@obi.example").count() == 3


@pytest.mark.parametrize("pair", [*CONFLICTS, *(pair[::-1] for pair in CONFLICTS)])
def test_posts_that_conflict_are_refused_to_one_person_at_one_partner(pair):
    held, wanted = pair
    wigan = approved_partner()
    role(held, wigan, "Dana Obi", "dana@obi.example")
    with pytest.raises(Invalid, match="The same person cannot be both"):
        invited(wanted, wigan, "Dana Obi", "dana@obi.example")
    role(wanted, approved_partner("Bolton Council"), "Dana Obi", "dana@obi.example")


def test_posts_that_conflict_are_refused_while_the_first_is_only_offered():
    wigan = approved_partner()
    invited(RoleKind.DPO, wigan, "Dana Obi", "dana@obi.example")
    with pytest.raises(Invalid, match="The same person cannot be both"):
        invited(RoleKind.SIRO, wigan, "Dana Obi", "dana@obi.example")


def test_somebody_who_holds_the_role_is_not_invited_to_it_again():
    wigan = approved_partner()
    role(RoleKind.DPO, wigan, "Dana Obi", "dana@obi.example")
    with pytest.raises(Invalid, match="Dana Obi is already data protection officer of Wigan Council"):
        invited(RoleKind.DPO, wigan, "Dana Obi", "dana@obi.example")


def test_inviting_twice_at_once_mails_once_and_later_mails_a_new_link():
    wigan = approved_partner()
    first = invited(RoleKind.DPO, wigan)
    token = token_mailed_to(first.email)
    assert invited(RoleKind.DPO, wigan) == first
    assert OutgoingMail.objects.filter(to=first.email).count() == 1
    with act("test.age", by=SYSTEM):
        Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    assert invited(RoleKind.DPO, wigan) == first
    assert token_mailed_to(first.email) != token
    with pytest.raises(WrongState, match="not in use"):
        accept_with_new_account(token=token, name="Ivy", password=PASSWORD)


def test_an_invitation_runs_out():
    offer = invited(RoleKind.DPO, approved_partner())
    with act("test.age", by=SYSTEM):
        Invitation.objects.filter(pk=offer.pk).update(expires_at=timezone.now())
    with pytest.raises(WrongState, match="has run out"):
        take(offer.email)


def test_a_withdrawn_invitation_cannot_be_used_and_is_withdrawn_once():
    wigan = approved_partner()
    offer = invited(RoleKind.DPO, wigan)
    withdraw_invitation(by=contact(wigan), invitation=offer)
    events = AuditEvent.objects.count()
    withdraw_invitation(by=contact(wigan), invitation=offer)
    assert AuditEvent.objects.count() == events
    with pytest.raises(WrongState, match="has been withdrawn"):
        take(offer.email)


def test_an_accepted_invitation_is_not_withdrawn():
    wigan = approved_partner()
    offer = invited(RoleKind.DPO, wigan)
    take(offer.email)
    with pytest.raises(WrongState, match="End the role instead"):
        withdraw_invitation(by=contact(wigan), invitation=offer)


@pytest.mark.parametrize("password", ["short", "password1234", "ivy-inns-wigan-council"])
def test_a_weak_password_is_refused_beside_its_field(password):
    offer = invited(RoleKind.DPO, approved_partner())
    with pytest.raises(Invalid) as refused:
        accept_with_new_account(token=token_mailed_to(offer.email), name="Ivy Inns", password=password)
    assert refused.value.field == "password"
    assert not User.objects.filter(email=offer.email).exists()


@pytest.mark.parametrize(
    ("invitee", "field"),
    [(Invitee("", "a@b.example"), "name"), (Invitee("Ivy", "a@b"), "email"), (Invitee("Ivy", ""), "email")],
)
def test_an_invitation_needs_a_name_and_a_mailbox(invitee, field):
    wigan = approved_partner()
    with pytest.raises(Invalid) as refused:
        invite(by=contact(wigan), at=wigan, kind=RoleKind.VIEWER, invitee=invitee)
    assert refused.value.field == field


def test_nobody_is_invited_before_the_partner_is_approved():
    waiting = registered("Wigan Council").partner
    with pytest.raises(Refused):
        invite(
            by=contact(approved_partner("Bolton Council")),
            at=waiting,
            kind=RoleKind.VIEWER,
            invitee=Invitee("I", "i@i.example"),
        )


def test_whoever_came_to_hold_a_conflicting_post_meanwhile_does_not_take_the_other_up():
    wigan = approved_partner()
    offer = invited(RoleKind.DPO, wigan, "Ivy Inns")
    person = User.objects.create_user(offer.email, "Ivy Inns", PASSWORD)
    with act("tests.meanwhile", by=SYSTEM):
        Role.objects.create(person=person, kind=RoleKind.SIRO.value, partner=wigan)
    with pytest.raises(Invalid):
        accept(token=token_mailed_to(offer.email), by=person)
    assert not holders(wigan, RoleKind.DPO).exists()


def test_nor_by_its_own_contact_where_it_is_approved_no_more():
    wigan = approved_partner()
    casey = contact(wigan)
    with act("tests.standing", by=SYSTEM):
        Partner.objects.filter(pk=wigan.pk).update(status=Standing.WAITING.value)
    with pytest.raises(WrongState, match="You cannot invite people now"):
        invite(by=casey, at=wigan, kind=RoleKind.VIEWER, invitee=Invitee("I", "i@i.example"))


def test_officers_serve_partnerships_and_nobody_else_does():
    wigan = approved_partner()
    for by, at, kind in (
        (contact(wigan), wigan, RoleKind.OFFICER), (officer(), partnership(), RoleKind.CONTACT)
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            invite(by=by, at=at, kind=kind, invitee=Invitee("I", "i@i.example"))
        assert refused.value.field == "kind"


def test_whoever_was_named_is_invited_by_one_act_and_leaves_the_list():
    wigan = approved_partner()
    named = wigan.named_officers.get(kind="dpo")
    assert named in to_invite([wigan.pk])
    invite_named(by=contact(wigan), named=named)
    assert named not in to_invite([wigan.pk])
    take(named.email, named.name)
    assert holders(wigan, RoleKind.DPO)[0].person.name == named.name
    assert named not in to_invite([wigan.pk])


class TestEndingARole:
    def test_a_role_ended_today_gives_no_power_today(self):
        wigan = approved_partner()
        dana = end_role(by=contact(wigan), role=role(RoleKind.DPO, wigan), ends_on=TODAY())
        assert not dana.is_current()
        assert not holders(wigan, RoleKind.DPO).exists()

    def test_a_role_that_ends_later_is_held_until_then(self):
        wigan, day = approved_partner(), TODAY() + timedelta(days=3)
        dana = end_role(by=contact(wigan), role=role(RoleKind.DPO, wigan), ends_on=day)
        assert (dana.is_current(), dana.is_current(day)) == (True, False)

    def test_a_role_that_begins_tomorrow_gives_no_power_today(self):
        wigan = approved_partner()
        dana = role(RoleKind.DPO, wigan)
        with act("tests.later", by=SYSTEM):
            Role.objects.filter(pk=dana.pk).update(starts_on=TODAY() + timedelta(days=1))
        assert not holders(wigan, RoleKind.DPO).exists()
        assert roles_held_by(dana.person_id) == []

    def test_ending_twice_ends_once(self):
        wigan = approved_partner()
        dana = role(RoleKind.DPO, wigan)
        end_role(by=contact(wigan), role=dana, ends_on=TODAY())
        events = AuditEvent.objects.count()
        end_role(by=contact(wigan), role=dana, ends_on=TODAY())
        assert AuditEvent.objects.count() == events

    def test_a_day_that_has_passed_and_a_role_that_is_over_are_refused(self):
        wigan = approved_partner()
        dana = role(RoleKind.DPO, wigan)
        with pytest.raises(Invalid, match="today or a later day"):
            end_role(by=contact(wigan), role=dana, ends_on=TODAY() - timedelta(days=1))
        end_role(by=contact(wigan), role=dana, ends_on=TODAY())
        with pytest.raises(WrongState, match="does not hold this role any more"):
            end_role(by=contact(wigan), role=dana, ends_on=TODAY() + timedelta(days=1))

    def test_the_last_contact_stays_until_another_has_accepted(self):
        wigan = approved_partner()
        casey = contact(wigan)
        with pytest.raises(WrongState, match="is the only designated contact of Wigan Council"):
            end_role(by=casey, role=casey, ends_on=TODAY())
        role(RoleKind.CONTACT, wigan, "Olu Ade")
        end_role(by=casey, role=casey, ends_on=TODAY())
        assert contact(wigan).person.name == "Olu Ade"

    def test_the_last_officer_stays(self):
        gina = officer()
        with pytest.raises(WrongState, match="only partnership officer"):
            end_role(by=gina, role=gina, ends_on=TODAY())
        second = role(RoleKind.OFFICER, partnership(), "Hal Orr")
        end_role(by=second, role=gina, ends_on=TODAY())

    def test_somebody_whose_role_has_ended_may_be_invited_to_it_again(self):
        wigan = approved_partner()
        dana = role(RoleKind.DPO, wigan, "Dana Obi")
        end_role(by=contact(wigan), role=dana, ends_on=TODAY())
        assert role(RoleKind.DPO, wigan, "Dana Obi").pk != dana.pk


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_are_given_one_role():
    if connection.vendor != "postgresql":
        pytest.skip("races two connections, which only PostgreSQL lets overlap")
    offer = invited(RoleKind.DPO, approved_partner())
    token, start, ends = token_mailed_to(offer.email), threading.Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            ends.append(accept_with_new_account(token=token, name="Ivy Inns", password=PASSWORD))
        except Refused as refused:
            ends.append(refused)
        finally:
            connections.close_all()

    racers = [threading.Thread(target=run) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(type(end).__name__ for end in ends) == ["Role", "WrongState"]
    assert Role.objects.filter(kind="dpo").count() == 1
