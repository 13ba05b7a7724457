"""What is told of signing in: each way in and each refusal in the log, without secrets; each change by mail."""

import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from portal.accounts.models import Session, User
from portal.audit.models import AuditEvent
from portal.mail.models import OutgoingMail
from tests.portal.people import PASSWORD, dana, tries_forgotten
from tests.portal.test_factors import SECRET, code_now

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
LOGIN = {"login": "dana@alder.example", "password": PASSWORD}


@pytest.fixture
def noted(caplog):
    caplog.set_level(logging.INFO, logger="portal.signing_in")
    return lambda: [one.getMessage() for one in caplog.records if one.name == "portal.signing_in"]


@pytest.fixture
def proved(client, dana) -> Client:
    """Signed in, and has just shown again that it is her."""
    client.post("/accounts/login/", LOGIN)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_coming_and_going_are_noted_with_the_ways_taken(client, dana, noted):
    client.post("/accounts/login/", LOGIN)
    client.post("/accounts/logout/")
    who = f"person={dana.pk} sender=127.0.0.1"
    assert noted() == [f"Signing in: signed in {who} ways=password", f"Signing in: signed out {who}"]


def test_a_second_step_is_one_of_the_ways_and_a_wrong_code_is_noted_with_whose_it_was(client, noted):
    dana = User.objects.create_user(LOGIN["login"], "Dana Obi", PASSWORD, pk=4653)  # in a session, letters as well
    TOTP.activate(dana, SECRET)
    client.post("/accounts/login/", LOGIN)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    wrong, right = noted()
    assert wrong.startswith(f"Signing in: a code or a passkey did not fit person={dana.pk} ")
    assert right.endswith("ways=password,mfa")


def test_wrong_passwords_are_noted_alike_for_an_account_and_for_none(client, dana, noted):
    for login in ("dana@alder.example", "nobody@alder.example", "Dana@Alder.example"):
        client.post("/accounts/login/", {"login": login, "password": "not this one at all"})
    known, unknown, again = noted()
    assert known == again != unknown
    assert known.startswith("Signing in: a password did not fit sender=127.0.0.1 login=")


def test_too_many_tries_are_noted(client, dana, noted):
    for _ in range(6):
        client.post("/accounts/login/", {**LOGIN, "password": "not this one at all"})
    assert "too many tries" in noted()[-1]


def test_neither_passwords_nor_codes_nor_addresses_of_mailboxes_stand_in_the_log(client, dana, caplog):
    caplog.set_level(logging.DEBUG)
    client.post("/accounts/login/", {**LOGIN, "password": "a wrong secret one"})
    client.post("/accounts/login/", LOGIN)
    said = " ".join(f"{one.getMessage()} {vars(one)}" for one in caplog.records if one.name == "portal.signing_in")
    assert said
    assert [word for word in (PASSWORD, "a wrong secret one", "alder.example", "Dana") if word in said] == []


def turn_on(client: Client, run_callbacks) -> None:
    client.get("/accounts/2fa/totp/activate/")
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    with run_callbacks(execute=True):
        assert client.post("/accounts/2fa/totp/activate/", {"code": code_now()}).status_code == 302


def test_a_factor_turned_on_is_told_by_mail_and_ends_every_session_begun_without_it(
    proved, dana, django_capture_on_commit_callbacks
):
    elsewhere = Client()
    elsewhere.force_login(dana)
    turn_on(proved, django_capture_on_commit_callbacks)
    assert Authenticator.objects.filter(user=dana, type="totp").exists()
    assert [one.person for one in Session.objects.exclude(person=None)] == [dana]
    assert elsewhere.get("/accounts/you/").status_code == 302
    assert proved.get("/accounts/you/").status_code == 200
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (dana.email, "An authenticator app was turned on")
    assert "for the account of Dana Obi" in mail.text
    assert SECRET not in mail.text + mail.html
    event = AuditEvent.objects.filter(action="accounts.sign_in.change").get()
    assert (event.actor_name, event.details["signed out elsewhere"]) == ("Dana Obi", 1)


@pytest.mark.parametrize(
    ("path", "sent", "subject"),
    [
        ("/accounts/2fa/totp/deactivate/", {}, "The authenticator app was turned off"),
        ("/accounts/2fa/recovery-codes/generate/", {}, "New recovery codes were made"),
        (
            "/accounts/password/change/",
            {"oldpassword": PASSWORD, "password1": "three words remembered", "password2": "three words remembered"},
            "Your password was changed",
        ),
    ],
)
def test_each_change_to_how_one_signs_in_is_told_by_mail(
    proved, dana, django_capture_on_commit_callbacks, path, sent, subject
):
    TOTP.activate(dana, SECRET)
    with django_capture_on_commit_callbacks(execute=True):
        assert proved.post(path, sent).status_code == 302
    assert [(one.to, one.subject) for one in OutgoingMail.objects.all()] == [(dana.email, subject)]
    assert proved.get("/accounts/you/").status_code == 200


def test_how_one_signs_in_is_changed_only_after_proving_again_who_one_is(client, dana):
    client.post("/accounts/login/", LOGIN)
    TOTP.activate(dana, SECRET)
    RecoveryCodes.activate(dana)
    for path in ("totp/deactivate/", "recovery-codes/generate/", "webauthn/add/", "recovery-codes/"):
        answer = client.get(f"/accounts/2fa/{path}")
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/reauthenticate/"), path
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=dana, type="totp").exists()


def test_a_new_password_by_mail_leads_past_no_second_step(client, dana, mailoutbox):
    TOTP.activate(dana, SECRET)
    client.post("/accounts/password/reset/", {"email": dana.email})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body).group(1)
    form = client.get(link, follow=True)
    new = {"password1": "three words remembered", "password2": "three words remembered"}
    client.post(form.redirect_chain[-1][0], new)
    assert client.get("/accounts/you/").status_code == 302
    client.post("/accounts/login/", {**LOGIN, "password": "three words remembered"})
    assert client.get("/accounts/you/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.get("/accounts/you/").status_code == 200
