"""Who sees what: strangers get 404, every page by every role, and lists that ask the database no more for more rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from partners.kinds import BodyKind
from partners.models import Partner, Role
from partners.queries import (
    holders,
    partners_in,
    people_of,
    unanswered_invitations,
    uninvited_officers,
    visible_partners,
    waiting_registrations,
)
from partners.roles import RoleKind
from partners.services.deciding import refuse
from partners.states import Standing
from portal.audit.acts import SYSTEM, act
from tests.partners.factories import (
    approved_partner,
    contact,
    invited,
    officer,
    partnership,
    registered,
    role,
    sign_in,
)

pytestmark = pytest.mark.django_db
PUBLIC = {
    "invitation", "register", "register_listed", "register_people", "register_check", "register_sent",
    "invited", "confirm", "reply",
}  # fmt: skip
OWN = {"act_as", "list", "deputies"}
OF_A_DEPUTY = {"end_deputy"}  # tried with the deputies themselves
OF_A_PARTNERSHIP = {"officers", "invite_officer", "end_officer", "withdraw_officer"}
# page of one partner -> who opens it at their own partner or partnership (302: a POST done or refused, and back)
OF_A_PARTNER: dict[str, set[RoleKind]] = {
    "detail": set(RoleKind),
    "decide": {RoleKind.OFFICER},
    "invite_body": {RoleKind.OFFICER},
    "admit": {RoleKind.OFFICER},
    "people": {RoleKind.OFFICER, RoleKind.CONTACT},
    "invite_person": {RoleKind.OFFICER, RoleKind.CONTACT},
    "end_role": {RoleKind.CONTACT},
    "trail": {RoleKind.CONTACT, RoleKind.DPO, RoleKind.SIRO},
    "invite_named": set(RoleKind),  # a button: whoever may not is sent back with the sentence
    "withdraw": set(RoleKind),
}
BUTTONS = {"admit", "invite_named", "withdraw"}


def names() -> set[str]:
    patterns = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "partners")
    return {pattern.name for pattern in patterns.url_patterns}


def addresses(partner: Partner) -> dict[str, str]:
    more = {
        "end_role": [contact(partner).pk],
        "invite_named": ["dpo"],
        "withdraw": [invited(RoleKind.VIEWER, partner).pk],
    }
    return {name: reverse(f"partners:{name}", args=[partner.slug, *more.get(name, [])]) for name in OF_A_PARTNER}


def ask(client: Client, name: str, address: str) -> int:
    return (client.post if name in BUTTONS else client.get)(address).status_code


def somebody(kind: RoleKind, partner: Partner) -> Role:
    if kind is RoleKind.OFFICER:
        return officer()
    return contact(partner) if kind is RoleKind.CONTACT else role(kind, partner)


def test_a_partner_beside_ones_own_is_seen_while_it_is_approved():
    by = contact(approved_partner())
    bury = approved_partner("Bury Council")
    assert bury in visible_partners(by)
    with act("tests.standing", by=SYSTEM):
        Partner.objects.filter(pk=bury.pk).update(status=Standing.WAITING.value)
    assert bury not in visible_partners(by)


def test_every_address_of_the_room_is_classified():
    assert names() == PUBLIC | OWN | OF_A_DEPUTY | OF_A_PARTNERSHIP | set(OF_A_PARTNER)


def test_nobody_gets_behind_the_sign_in_without_signing_in(client):
    for name, address in addresses(approved_partner()).items():
        answer = (client.post if name in BUTTONS else client.get)(address)
        assert answer.url.startswith("/accounts/login/"), name
    for name in OWN:
        assert client.get(reverse(f"partners:{name}")).url.startswith("/accounts/login/")


@pytest.mark.parametrize("kind", list(RoleKind), ids=lambda kind: kind.value)
def test_each_page_opens_to_whom_it_should_and_tells_the_others_why_not(client, kind):
    wigan = approved_partner()
    sign_in(client, somebody(kind, wigan))
    for name, address in addresses(wigan).items():
        status = ask(client, name, address)
        if kind not in OF_A_PARTNER[name]:
            assert status in (403, 404), name
        else:
            assert status == (302 if name in BUTTONS else 200), name


@pytest.mark.parametrize("kind", list(RoleKind), ids=lambda kind: kind.value)
def test_somebody_of_another_partnership_gets_404_or_nothing_done(client, kind):
    wigan, other = approved_partner(), partnership("Another Partnership", "AN")
    bury = approved_partner("Bury Council", at=other)
    by = officer(other) if kind is RoleKind.OFFICER else somebody(kind, bury)
    sign_in(client, by)
    for name, address in addresses(wigan).items():
        if kind is RoleKind.OFFICER and name in {
            "detail",
            "admit",
            "invite_body",
            "withdraw",
            "invite_named",
            "decide",
        }:
            continue  # an officer sees every approved body, and may bring it into their own partnership
        assert ask(client, name, address) in (403, 404), name
    wigan.refresh_from_db()
    assert wigan.is_approved
    assert not wigan.invitations.exclude(withdrawn_at=None).exists()


@pytest.mark.parametrize("kind", list(RoleKind), ids=lambda kind: kind.value)
def test_the_pages_of_a_partnerships_officers_are_theirs_alone(client, kind):
    gina, offer = officer(), invited(RoleKind.OFFICER, partnership(), "Hal Orr")
    away = officer(partnership("Another Partnership", "AN"))
    pages = {name: reverse(f"partners:{name}") for name in ("officers", "invite_officer")}
    pages["end_officer"] = reverse("partners:end_officer", args=[gina.pk])
    pages["withdraw_officer"] = reverse("partners:withdraw_officer", args=[offer.pk])
    for address in pages.values():
        assert client.get(address).url.startswith("/accounts/login/")
    sign_in(client, away)
    assert client.get(pages["end_officer"]).status_code == 404
    assert client.post(pages["withdraw_officer"]).status_code == 404
    sign_in(client, somebody(kind, approved_partner()))
    for name, address in pages.items():
        button = name == "withdraw_officer"
        status = (client.post if button else client.get)(address).status_code
        assert status == (404 if kind is not RoleKind.OFFICER else 302 if button else 200), name


def test_a_registration_with_another_partnership_is_not_seen():
    waiting = registered("Wigan Council")
    stranger = officer(partnership("Another Partnership", "AN"))
    assert waiting.partner in visible_partners(officer())
    assert waiting.partner not in visible_partners(stranger)
    assert not waiting_registrations([stranger]).exists()


def test_a_partner_sees_those_beside_it_and_not_those_elsewhere():
    wigan, bolton = approved_partner("Wigan Council"), approved_partner("Bolton Council")
    bury = approved_partner("Bury Council", at=partnership("Another Partnership", "AN"))
    refused = registered("Salford Council")
    refuse(by=officer(), registration=refused, reason="No.")
    assert set(visible_partners(contact(wigan))) == {wigan, bolton}
    assert bury not in visible_partners(contact(wigan))
    assert not visible_partners(None).exists()


def test_a_person_without_a_role_sees_no_partner_and_is_told_what_to_do(client):
    dana = role(RoleKind.VIEWER, approved_partner())
    with act("test.end", by=SYSTEM):
        Role.objects.filter(pk=dana.pk).update(ends_on=dana.starts_on)
    client.force_login(dana.person)
    assert "You see them once you hold a role" in client.get(reverse("partners:list")).content.decode()
    assert client.get(reverse("partners:detail", args=["wigan-council"])).status_code == 404
    assert client.get(reverse("partners:people", args=["wigan-council"])).status_code == 403


def test_mailboxes_are_shown_to_ones_own_people_and_officers_alone(client):
    wigan, bolton = approved_partner("Wigan Council"), approved_partner("Bolton Council")
    shown = contact(wigan).person.email
    for by, seen in [(contact(wigan), True), (officer(), True), (contact(bolton), False)]:
        sign_in(client, by)
        assert (shown in client.get(reverse("partners:detail", args=[wigan.slug])).content.decode()) is seen


def test_who_holds_what_today():
    wigan = approved_partner()
    dana = role(RoleKind.DPO, wigan)
    assert list(holders(wigan, RoleKind.DPO)) == [dana]
    assert set(people_of(wigan)) == {dana, contact(wigan)}
    assert list(partners_in(partnership())) == [wigan]


def test_a_contact_is_reminded_of_whom_to_invite_and_of_who_has_not_answered():
    wigan = approved_partner()
    casey = contact(wigan)
    assert {named.kind for named in uninvited_officers([casey])} == {"dpo", "signatory", "siro", "caldicott_guardian"}
    invited(RoleKind.DPO, wigan)
    assert "dpo" not in {named.kind for named in uninvited_officers([casey])}
    assert [offer.kind for offer in unanswered_invitations([casey])] == ["dpo"]
    assert not uninvited_officers([officer()]).exists()


class TestQueries:
    """The same number of queries at one row and at thirty."""

    def count(self, client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    def test_the_list_of_partners_and_of_what_waits(self, client):
        sign_in(client, officer())
        address = reverse("partners:list")
        registered("Body 0", BodyKind.CHARITY)
        one = self.count(client, address)
        for n in range(1, 30):
            registered(f"Body {n}", BodyKind.CHARITY)
        assert self.count(client, address) == one

    def test_the_page_of_a_partner_and_its_people(self, client):
        wigan = approved_partner()
        sign_in(client, contact(wigan))
        addresses = [reverse(f"partners:{name}", args=[wigan.slug]) for name in ("detail", "people")]
        role(RoleKind.VIEWER, wigan)
        invited(RoleKind.VIEWER, wigan, "Ivy 0")
        one = [self.count(client, address) for address in addresses]
        for n in range(1, 15):
            role(RoleKind.VIEWER, wigan)
            invited(RoleKind.VIEWER, wigan, f"Ivy {n}")
        assert [self.count(client, address) for address in addresses] == one

    def test_the_roles_of_a_person(self, client):
        held = role(RoleKind.DPO, approved_partner("Body 0", BodyKind.CHARITY), "Dana Obi", "dana@obi.example")
        sign_in(client, held)
        one = self.count(client, reverse("partners:act_as"))
        for n in range(1, 12):
            role(RoleKind.DPO, approved_partner(f"Body {n}", BodyKind.CHARITY), "Dana Obi", "dana@obi.example")
        assert self.count(client, reverse("partners:act_as")) == one
