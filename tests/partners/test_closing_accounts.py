"""Closing an account: roles end, sign-in ends, the record stays."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from partners.errors import NotAllowed, WrongState
from partners.kinds import BodyKind
from partners.models import Role
from partners.roles import RoleKind
from partners.services.closing import close_account
from portal.accounts.models import Session
from portal.audit.acts import SYSTEM
from portal.audit.models import AuditEvent
from tests.partners import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    wigan = people.approved_partner("Wigan Council", BodyKind.COUNCIL, people.partnership())
    return people.role(RoleKind.DPO, wigan, "Dana Obi")


def test_roles_end_today_and_the_person_is_signed_out_and_cannot_sign_in(client, dana):
    people.sign_in(client, dana)
    assert client.get(reverse("partners:list")).status_code == 200
    call_command("close_account", dana.person.email)
    dana.refresh_from_db()
    assert dana.ends_on == timezone.localdate()
    assert not Session.objects.filter(person=dana.person).exists()
    assert client.get(reverse("partners:list")).status_code == 302
    assert not client.login(email=dana.person.email, password=people.PASSWORD)


def test_it_is_one_event_that_names_the_roles_and_a_second_time_none(dana):
    for _ in range(2):
        close_account(by=SYSTEM, person=dana.person)
    event = AuditEvent.objects.get(action="partners.account.close")
    assert event.details["roles"] == [dana.label]
    assert event.subject_label == "Dana Obi"


def test_the_last_contact_of_a_partner_is_not_closed(dana):
    contact = Role.objects.get(partner=dana.partner, kind=RoleKind.CONTACT.value)
    with pytest.raises(WrongState, match="only designated contact"):
        close_account(by=SYSTEM, person=contact.person)
    contact.person.refresh_from_db()
    assert contact.person.is_active


def test_only_the_operator_closes_an_account(dana):
    with pytest.raises(NotAllowed):
        close_account(by=dana, person=dana.person)


def test_an_address_that_nobody_has_is_told():
    with pytest.raises(CommandError, match="No account has the address"):
        call_command("close_account", "nobody@example.org")
