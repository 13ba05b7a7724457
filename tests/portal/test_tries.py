"""Guessing passwords: stopped, and of no use for keeping the person out."""

import secrets
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.test import Client

from portal.accounts.models import User
from portal.accounts.proving import TOO_MANY as PROOF_TOO_MANY
from portal.accounts.proving import WRONG_PASSWORD, why_not_proved
from portal.accounts.tries import count_try, forget_tries
from tests.portal.people import PASSWORD, dana, tries_forgotten

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
TOO_MANY = "Too many tries."


def sign_in(client: Client, password: str = PASSWORD, *, login: str = "dana@alder.example", at: str = "203.0.113.1"):
    return client.post("/accounts/login/", {"login": login, "password": password}, REMOTE_ADDR=at)


def guess(times: int, *, at: str = "198.51.100.1", **more) -> str:
    for _ in range(times):
        answer = sign_in(Client(), "a guess", at=at, **more)
    return answer.content.decode()


def test_five_wrong_tries_from_one_address_stop_the_sixth_even_with_the_right_password(dana):
    assert TOO_MANY not in guess(5)
    assert TOO_MANY in sign_in(Client(), at="198.51.100.1").content.decode()


def test_an_account_that_does_not_exist_is_answered_alike(dana):
    guess(5, login="nobody@alder.example")
    assert TOO_MANY in guess(1, login="nobody@alder.example")


def test_guesses_elsewhere_do_not_keep_the_person_out(dana):
    guess(6)
    assert sign_in(Client()).status_code == 302


def test_guesses_from_very_many_addresses_are_stopped_but_not_in_a_browser_that_knows_the_person(dana):
    known = Client()
    sign_in(known)
    known.post("/accounts/logout/")
    for number in range(100):
        guess(1, at=f"198.51.100.{number}")
    assert TOO_MANY in sign_in(Client()).content.decode()
    assert sign_in(known).status_code == 302


def test_a_browser_that_knows_the_person_is_no_way_to_guess(dana):
    known = Client()
    sign_in(known)
    known.post("/accounts/logout/")
    for _ in range(5):
        sign_in(known, "a guess")
    assert TOO_MANY in sign_in(known).content.decode()


def mark_of(client: Client) -> str:
    """The name of the cookie by which a browser that signed in is known."""
    [name] = [name for name in client.cookies if name.startswith("known-")]
    return name


def test_a_mark_that_was_changed_or_is_anothers_serves_nobody(dana):
    known, ivys = Client(), Client()
    sign_in(known)
    User.objects.create_user("ivy@alder.example", "Ivy Ash", PASSWORD)
    sign_in(ivys, login="ivy@alder.example")
    guess(5)
    for value in (known.cookies[mark_of(known)].value + "x", ivys.cookies[mark_of(ivys)].value):
        stolen = Client()
        stolen.cookies[mark_of(known)] = value
        assert TOO_MANY in sign_in(stolen, at="198.51.100.1").content.decode()


def test_a_mark_serves_for_a_year(dana, monkeypatch):
    known = Client()
    with monkeypatch.context() as then:
        then.setattr(signing.time, "time", lambda now=time.time: now() - 366 * 86_400)
        sign_in(known)
        known.post("/accounts/logout/")
    guess(5)
    assert TOO_MANY in sign_in(known, at="198.51.100.1").content.decode()


def test_one_account_is_one_however_its_address_is_written(dana):
    guess(5)
    assert TOO_MANY in sign_in(Client(), login=" DANA@Alder.example", at="198.51.100.1").content.decode()


def test_a_new_password_by_mail_begins_the_count_anew_for_that_account_and_not_for_the_sender(dana, rf):
    guess(5, at="2001:db8::1")
    asking = rf.post("/", REMOTE_ADDR="2001:db8::1")
    asking.user = AnonymousUser()
    forget_tries(asking, "Dana@alder.example")
    assert sign_in(Client(), at="2001:db8::2").status_code == 302
    while count_try(asking, f"{secrets.token_hex(8)}@alder.example"):
        pass
    forget_tries(asking, "dana@alder.example")
    assert count_try(asking, "dana@alder.example") is None


def test_many_accounts_tried_from_one_address_are_stopped(dana):
    for number in range(40):
        guess(1, login=f"person{number}@alder.example")
    assert TOO_MANY in guess(1, login="dana@alder.example")
    assert sign_in(Client()).status_code == 302


def test_one_half_of_an_address_of_the_new_kind_is_one_sender(dana):
    for number in range(5):
        guess(1, at=f"2001:db8::{number}")
    assert TOO_MANY in guess(1, at="2001:db8::ffff")
    assert TOO_MANY not in guess(1, at="2001:db8:0:1::1")


def test_behind_a_proxy_each_sender_is_counted_and_not_the_proxy(dana, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _ in range(6):
        sign_in_through_proxy("a guess", "198.51.100.1")
    assert TOO_MANY in sign_in_through_proxy(PASSWORD, "198.51.100.1").content.decode()
    assert sign_in_through_proxy(PASSWORD, "203.0.113.9").status_code == 302


def sign_in_through_proxy(password: str, sender: str):
    given = {"login": "dana@alder.example", "password": password}
    headers = {"x-forwarded-for": f"10.9.9.9, {sender}"}
    return Client().post("/accounts/login/", given, REMOTE_ADDR="10.0.0.1", headers=headers)


def test_before_an_act_that_binds_guesses_are_stopped_too_and_nobody_is_taken_for_proved(dana):
    client = Client()
    client.force_login(dana)
    request = client.post("/accounts/you/").wsgi_request
    assert why_not_proved(request, PASSWORD) is None
    said = [why_not_proved(request, "a guess") for _ in range(6)]
    assert [*said, why_not_proved(request, PASSWORD)] == [WRONG_PASSWORD] * 5 + [PROOF_TOO_MANY] * 2


def test_a_right_password_uses_up_no_try(dana):
    for _ in range(8):
        assert sign_in(Client()).status_code == 302


def test_asking_too_often_for_a_new_password_is_told_on_a_page_of_ours(client):
    for _ in range(6):
        answer = client.post("/accounts/password/reset/", {"email": "dana@alder.example"})
    assert answer.status_code == 429
    assert "Wait a minute" in answer.content.decode()
