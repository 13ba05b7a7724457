"""The lists of this room that `test_seeing` does not count: the same number of queries with one row and with thirty."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.models import Invitation, Membership, NamedOfficer, Partner, Partnership, Registration, Role
from partners.roles import RoleKind
from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from tests.partners.factories import approved_partner, contact, officer, partnership, sign_in

pytestmark = pytest.mark.django_db
Fill = Callable[[range], None]


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def assert_the_same(client: Client, address: str, fill: Fill, *, few: int = 1) -> None:
    fill(range(few))
    client.get(address)
    one = cost(client, address)
    fill(range(few, 30))
    assert cost(client, address) == one


def bodies(of: range, status: str = "approved") -> list[Partner]:
    made = [Partner(legal_name=f"Body {n}", short_name=f"Body {n}", slug=f"body-{n}", kind="council", status=status)
            for n in of]  # fmt: skip
    return Partner.objects.bulk_create(made)


def places(of: range) -> list[Partnership]:
    return Partnership.objects.bulk_create(
        Partnership(name=f"Place {n}", slug=f"place-{n}", prefix=f"Q{n}", area="Northmoor") for n in of
    )


def registrations(of: range) -> None:
    """Bodies that wait for the decision of the partnership's officer."""
    with act("test.rows", by=SYSTEM):
        Registration.objects.bulk_create(
            Registration(partner=body, partnership=partnership(), contact_name="Casey", contact_post="Manager",
                         contact_email="c@example.org", token_hash=str(uuid4()), confirmed_at=timezone.now())
            for body in bodies(of, "waiting")
        )  # fmt: skip


def officers(of: range) -> None:
    """Colleagues in the role, and others invited to it."""
    place = partnership()
    people = User.objects.bulk_create(User(email=f"o{n}@example.org", name=f"Officer {n}") for n in of)
    with act("test.rows", by=SYSTEM):
        Role.objects.bulk_create(Role(person=person, kind="officer", partnership=place) for person in people)
        Invitation.objects.bulk_create(
            Invitation(
                email=f"i{n}@example.org", name="Ivy", kind="officer", partnership=place, token_hash=str(uuid4())
            )
            for n in of
        )


def test_the_officers_of_a_partnership_and_whom_they_invited(client):
    assert_the_same(sign_in(client, officer()), reverse("partners:officers"), officers)


@pytest.mark.parametrize("name", ["partners:act_as", "accounts:you"])
def test_the_roles_that_one_person_chooses_from(client, name):
    casey = contact(approved_partner())

    def fill(of: range) -> None:
        with act("test.rows", by=SYSTEM):
            Role.objects.bulk_create(Role(person=casey.person, kind="viewer", partner=body) for body in bodies(of))

    assert_the_same(sign_in(client, casey), reverse(name), fill)


def test_the_partnerships_that_a_partner_belongs_to(client):
    wigan = approved_partner()

    def fill(of: range) -> None:
        with act("test.rows", by=SYSTEM):
            Membership.objects.bulk_create(Membership(partner=wigan, partnership=place) for place in places(of))

    assert_the_same(sign_in(client, contact(wigan)), reverse("partners:detail", args=[wigan.slug]), fill)


def test_the_partnerships_that_a_body_may_ask_to_join(client):
    """Counted from two on: of one alone nothing is asked."""

    def fill(of: range) -> None:
        with act("test.rows", by=SYSTEM):
            places(of)

    assert_the_same(client, reverse("partners:register"), fill, few=2)


def test_the_list_of_partners_page_by_page(client):
    """A page has 25 rows: the first is full at thirty."""

    def fill(of: range) -> None:
        with act("test.rows", by=SYSTEM):
            Membership.objects.bulk_create(Membership(partner=body, partnership=partnership()) for body in bodies(of))

    assert_the_same(sign_in(client, contact(approved_partner())), reverse("partners:list"), fill)


def test_the_registrations_in_an_officers_tray(client):
    assert_the_same(sign_in(client, officer()), reverse("protocols:in_tray"), registrations)


def test_the_people_to_invite_in_a_contacts_tray(client):
    """One person is the contact of each of the bodies, and so has as many capacities."""
    casey = contact(approved_partner())

    def fill(of: range) -> None:
        with act("test.rows", by=SYSTEM):
            made = bodies(of)
            Role.objects.bulk_create(Role(person=casey.person, kind="contact", partner=body) for body in made)
            NamedOfficer.objects.bulk_create(
                NamedOfficer(partner=body, kind=RoleKind.DPO.value, name="Dana", email="d@example.org") for body in made
            )

    assert_the_same(sign_in(client, casey), reverse("protocols:in_tray"), fill)
