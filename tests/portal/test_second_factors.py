"""Passkeys, and who has to have a second factor before anything else opens to them."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from partners.roles import RoleKind
from portal.accounts.models import User
from tests.portal.passkeys import Passkey, asked_on
from tests.portal.people import PASSWORD, dana, tries_forgotten
from tests.protocols import factories

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
WRONG = "That code is not right"


@pytest.fixture
def client(client, dana) -> Client:
    """Signed in, and has just shown again that it is her."""
    client.force_login(dana)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD}, secure=True)
    return client


def add(client: Client, passkey: Passkey, *, alone: bool = False):
    credential = passkey.made_for(asked_on(client, "/accounts/2fa/webauthn/add/"))
    sent = {"name": "Work laptop", "credential": json.dumps(credential), **({"passwordless": "on"} if alone else {})}
    return client.post("/accounts/2fa/webauthn/add/", sent, secure=True)


def options(client: Client) -> dict:
    asked = client.get("/accounts/2fa/webauthn/login/", secure=True, headers={"accept": "application/json"})
    return asked.json()["request_options"]


def show(client: Client, credential: dict):
    return client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(credential)}, secure=True)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_passkey_is_added_with_recovery_codes_and_listed_by_its_name(client, dana):
    assert add(client, Passkey()).status_code == 302
    assert {one.type for one in Authenticator.objects.filter(user=dana)} == {"webauthn", "recovery_codes"}
    assert b"Work laptop" in client.get("/accounts/2fa/webauthn/", secure=True).content


def test_a_passkey_signs_in_without_a_password(client):
    passkey, other = Passkey(), Client()
    add(client, passkey, alone=True)
    assert show(other, passkey.shown_for(options(other))).url == "/in-tray/"
    assert is_in(other)


def test_what_a_passkey_said_once_lets_nobody_in_again(client):
    passkey, other = Passkey(), Client()
    add(client, passkey, alone=True)
    said = passkey.shown_for(options(other))
    show(other, said)
    late = Client()
    options(late)
    show(late, said)
    assert not is_in(late)


def test_a_passkey_given_to_another_site_lets_nobody_in(client):
    passkey, other = Passkey(), Client()
    add(client, passkey, alone=True)
    passkey.origin = "https://testserver.attacker.example"
    show(other, passkey.shown_for(options(other)))
    assert not is_in(other)


def test_after_the_password_a_passkey_is_asked_for(client, dana):
    passkey, other = Passkey(), Client()
    add(client, passkey)
    other.post("/accounts/login/", {"login": dana.email, "password": PASSWORD}, secure=True)
    assert not is_in(other)
    shown = passkey.shown_for(asked_on(other, "/accounts/2fa/authenticate/")["request_options"])
    other.post("/accounts/2fa/authenticate/", {"credential": json.dumps(shown)}, secure=True)
    assert is_in(other)


@pytest.mark.parametrize("sent", ["", "{}", "[]", "not json", '{"id": 1}', '{"id": "x", "response": {}}', "null"])
@pytest.mark.parametrize("path", ["add/", "login/", "reauthenticate/"])
def test_what_is_no_passkey_is_refused_and_not_an_error(client, path, sent):
    who = Client() if path == "login/" else client
    answer = who.post(f"/accounts/2fa/webauthn/{path}", {"credential": sent}, secure=True)
    assert answer.status_code in (200, 302)
    assert not Authenticator.objects.exists()


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(client, dana):
    add(client, Passkey())
    one = Authenticator.objects.get(type="webauthn")
    stranger = Client()
    stranger.force_login(User.objects.create_user("ivy@alder.example", "Ivy Inns", PASSWORD))
    stranger.post("/accounts/reauthenticate/", {"password": PASSWORD}, secure=True)
    assert stranger.post(f"/accounts/2fa/webauthn/keys/{one.pk}/remove/", secure=True).status_code == 404
    client.post(f"/accounts/2fa/webauthn/keys/{one.pk}/edit/", {"name": "Home"}, secure=True)
    assert Authenticator.objects.get(pk=one.pk).wrap().name == "Home"
    client.post(f"/accounts/2fa/webauthn/keys/{one.pk}/remove/", secure=True)
    assert not Authenticator.objects.filter(user=dana).exists()


def role_of(kind: RoleKind):
    return factories.role(kind, at=factories.partner("Wigan Council"))


APPROVE_OR_SIGN = {
    RoleKind.LEGAL_ADVISER, RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN, RoleKind.SIRO, RoleKind.SIGNATORY
}  # fmt: skip


@pytest.mark.parametrize("kind", RoleKind.at_partner())
def test_whoever_approves_or_signs_is_led_to_a_second_factor_first(settings, kind):
    settings.SECOND_FACTOR_NEEDED = True
    role, client = role_of(kind), Client()
    client.force_login(role.person)
    led = client.get("/in-tray/")
    assert (led.status_code == 302 and led.url == "/accounts/2fa/") == (kind in APPROVE_OR_SIGN)
    TOTP.activate(role.person, "JBSWY3DPEHPK3PXP")
    assert client.get("/in-tray/").status_code == 200


def test_what_somebody_was_typing_who_turns_out_to_need_a_second_factor_is_shown_again(settings):
    role, client = role_of(RoleKind.SIGNATORY), Client()
    client.force_login(role.person)
    settings.SECOND_FACTOR_NEEDED = True
    answer = client.post("/protocols/GN-0001/v1/comments/", {"body": "A long text of mine", "password": "hush-hush"})
    assert answer.status_code == 403
    for said in ("A second step at sign-in comes first", "Nothing was changed", "A long text of mine", "Reference:"):
        assert said in answer.content.decode()
    assert b"hush-hush" not in answer.content


@pytest.mark.parametrize("kind", [RoleKind.VIEWER, RoleKind.CONTRIBUTOR, None])
def test_where_everybody_needs_one_everybody_is_led_to_it(settings, dana, kind):
    settings.SECOND_FACTOR_NEEDED = settings.SECOND_FACTOR_OF_ALL = True
    person, client = (role_of(kind).person if kind else dana), Client()
    assert client.get("/register/").status_code == 200
    client.force_login(person)
    assert client.get("/in-tray/").url == "/accounts/2fa/"
    assert client.get("/register/").status_code == 200
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    assert client.get("/in-tray/").status_code == 200


def test_nothing_that_is_sent_gets_past_the_missing_second_factor(settings):
    role, client = role_of(RoleKind.SIGNATORY), Client()
    client.force_login(role.person)
    settings.SECOND_FACTOR_NEEDED = True
    assert client.post("/capacity/", {"role": role.pk}).url == "/accounts/2fa/"
    assert b"You approve or sign for an organisation" in client.get("/accounts/2fa/").content
    assert client.get("/register/").status_code == 200
    assert client.get("/accounts/you/").status_code == 200


def test_a_portal_that_does_not_ask_for_it_does_not_look_for_it(django_assert_num_queries):
    role, client = role_of(RoleKind.SIGNATORY), Client()
    client.force_login(role.person)
    with django_assert_num_queries(1):
        assert client.get("/about/").status_code == 200
