"""Signing in, the forgotten password and the second step, from end to end."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from lxml import html

from tests.portal.people import PASSWORD, dana, tries_forgotten

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, dana) -> Client:
    """Signed in, and has just shown again that it is her."""
    assert sign_in(client).status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def sign_in(client: Client, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": "Dana@Alder.example", "password": password})


def told(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_signing_in_leads_to_the_in_tray(client, dana):
    assert sign_in(client).url == "/in-tray/"


def test_too_many_tries_are_stopped_with_a_sentence(client, dana):
    for _ in range(12):
        response = sign_in(client, "wrong")
    assert "Too many tries. Wait five minutes, then try again." in told(response)


def test_a_closed_account_does_not_let_anyone_in(client, dana):
    dana.is_active = False
    dana.save()
    response = sign_in(client)
    assert "_auth_user_id" not in client.session
    assert response.status_code == 302 or "not right" in told(response)


def test_a_forgotten_password_is_set_anew_through_a_link_that_works_once(client, dana, mailoutbox):
    assert "Look in your mail" in told(client.post("/accounts/password/reset/", {"email": dana.email}, follow=True))
    mail = mailoutbox[0]
    assert mail.subject == "Set a new password for Concordat"
    link = re.search(r"http://testserver(/\S+)", mail.body).group(1)
    form = client.get(link, follow=True)
    new = "three words remembered"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in told(done)
    assert sign_in(Client(), new).status_code == 302
    assert "This link no longer works" in told(Client().get(link, follow=True))


def test_an_unknown_address_is_not_given_away(client, mailoutbox):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@alder.example"}, follow=True)
    assert "If there is an account for that address" in told(answer)
    assert "no account has this address" in mailoutbox[0].body
    assert "signup" not in mailoutbox[0].body


def test_two_passwords_that_differ_are_told_beside_the_field(signed_in):
    typed = {"oldpassword": PASSWORD, "password1": "three words remembered", "password2": "three words forgotten"}
    shown = html.fromstring(signed_in.post("/accounts/password/change/", typed).content)
    assert shown.xpath("//*[@id='id_password2-error']")
    assert shown.xpath("//div[@class='govuk-error-summary']//a/@href") == ["#id_password2"]


def test_a_short_password_is_refused(signed_in):
    typed = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert "at least 12 characters" in told(signed_in.post("/accounts/password/change/", typed))


def test_the_second_step_is_turned_on_asked_for_and_turned_off(signed_in, dana):
    page = signed_in.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in told(page)
    codes = signed_in.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)}, follow=True)
    assert "Recovery codes" in told(codes)

    again = Client()
    asked = again.post("/accounts/login/", {"login": dana.email, "password": PASSWORD}, follow=True)
    assert "Enter a code" in told(asked)
    wrong = again.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "That code is not right" in told(wrong)
    recovery = codes.context["unused_codes"][0]
    assert again.post("/accounts/2fa/authenticate/", {"code": recovery}).status_code == 302

    assert "your password alone lets you in" in told(signed_in.get("/accounts/2fa/totp/deactivate/"))
    signed_in.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=dana, type="totp").exists()


def test_the_password_is_asked_again_before_the_second_step_is_changed(client, dana):
    client.force_login(dana)
    answer = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Show that it is you" in told(answer)


@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/you/"])
def test_the_pages_of_the_second_step_answer(signed_in, dana, path):
    TOTP.activate(dana, "JBSWY3DPEHPK3PXP")
    signed_in.post("/accounts/2fa/recovery-codes/generate/")
    assert signed_in.get(path).status_code == 200
