"""Sessions in our own table: one query finds who asks, and all that Django promises of a session still holds."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.accounts.models import Session, User
from portal.accounts.sessions import forget_ended_sessions
from portal.audit.acts import SYSTEM, act
from tests.portal.people import PASSWORD, dana, tries_forgotten
from tests.protocols import factories

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db
YOU = "/accounts/you/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def is_in(client: Client) -> bool:
    return client.get(YOU).status_code == 200


def sign_in(client: Client):
    return client.post("/accounts/login/", {"login": "dana@alder.example", "password": PASSWORD})


def asked_by(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return [one["sql"] for one in asked.captured_queries]


def test_one_query_finds_the_session_the_person_and_every_role_held(dana):
    council = factories.partner("Wigan Council")
    with act("tests.roles", by=SYSTEM):
        for kind in (RoleKind.DPO, RoleKind.SIRO):
            Role.objects.create(person=dana, kind=kind.value, partner=council)
    client = signed_in(dana)
    answer = client.get(YOU)
    assert [role.label for role in answer.wsgi_request.roles] == [
        "data protection officer, Wigan Council",
        "senior information risk owner, Wigan Council",
    ]
    assert len([sql for sql in asked_by(client, YOU) if "partners_" in sql or "accounts_user" in sql]) == 1


def test_somebody_without_a_role_is_found_by_one_query_too(dana):
    client = signed_in(dana)
    assert len([sql for sql in asked_by(client, YOU) if "partners_" in sql or "accounts_user" in sql]) == 1


def test_signing_in_gives_a_session_a_new_key_and_its_person(client, dana):
    client.session.save()
    visitor = client.session
    visitor["typed"] = "words"
    visitor.save()
    client.cookies["sessionid"] = visitor.session_key
    assert Session.objects.get(pk=visitor.session_key).person is None
    sign_in(client)
    assert client.session.session_key != visitor.session_key
    assert client.session["typed"] == "words"
    assert not Session.objects.filter(pk=visitor.session_key).exists()
    assert Session.objects.get(pk=client.session.session_key).person == dana


def test_leaving_removes_the_session_so_that_its_cookie_opens_nothing(dana):
    client = signed_in(dana)
    key = client.session.session_key
    client.post("/accounts/logout/")
    assert not Session.objects.filter(pk=key).exists()
    late = Client()
    late.cookies["sessionid"] = key
    assert not is_in(late)


def test_a_session_that_ran_out_lets_nobody_in_and_is_cleared_away(dana):
    client, other = signed_in(dana), signed_in(dana)
    assert is_in(client)
    late = Session.objects.filter(pk=client.session.session_key)
    late.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)
    forget_ended_sessions()
    assert [one.pk for one in Session.objects.all()] == [other.session.session_key]


def test_a_changed_password_ends_every_session_but_the_one_it_was_changed_in(dana):
    here, elsewhere = signed_in(dana), signed_in(dana)
    new = {"oldpassword": PASSWORD, "password1": "three words remembered", "password2": "three words remembered"}
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    key = here.session.session_key
    here.post("/accounts/password/change/", new)
    assert here.session.session_key != key
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_closed_account_lets_nobody_in_from_the_next_request_on(dana):
    client = signed_in(dana)
    assert is_in(client)
    User.objects.filter(pk=dana.pk).update(is_active=False)
    assert not is_in(client)


def test_a_session_of_a_way_to_sign_in_that_is_closed_lets_nobody_in(dana):
    client = signed_in(dana)
    session = client.session
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    assert not is_in(client)


def test_a_new_secret_key_keeps_the_sessions_of_the_old_one_while_it_is_named(settings, dana):
    client = signed_in(dana)
    key = client.session.session_key
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert is_in(client)
    assert client.session.session_key != key
    settings.SECRET_KEY_FALLBACKS = []
    assert is_in(client)


def test_a_new_secret_key_alone_ends_every_session(settings, dana):
    client = signed_in(dana)
    settings.SECRET_KEY = "another"
    assert not is_in(client)


def test_whom_the_signed_data_names_counts_whoever_the_row_says(dana):
    client = signed_in(dana)
    Session.objects.update(person=User.objects.create_user("erin@alder.example", "Erin Ash", PASSWORD))
    assert client.get(YOU).wsgi_request.user == dana


def test_since_when_somebody_is_signed_in_outlives_what_is_written_into_the_session(dana):
    client = signed_in(dana)
    since = timezone.now() - timedelta(hours=2)
    Session.objects.update(signed_in_at=since)
    session = client.session
    session["typed"] = "words"
    session.save()
    session.cycle_key()
    assert Session.objects.get().signed_in_at == since


def test_opening_pages_notes_the_use_of_a_session_once_in_five_minutes(dana):
    client = signed_in(dana)
    Session.objects.update(used_at=timezone.now() - timedelta(minutes=6))
    assert len([sql for sql in asked_by(client, YOU) if sql.startswith("UPDATE")]) == 1
    assert not [sql for sql in asked_by(client, YOU) if sql.startswith("UPDATE")]
    assert timezone.now() - Session.objects.get().used_at < timedelta(minutes=1)


def test_whoever_only_writes_is_in_use_too_and_saving_stays_small_in_between(dana):
    client = signed_in(dana)
    Session.objects.update(used_at=(a_moment_ago := timezone.now() - timedelta(minutes=4)))
    client.post(YOU)
    assert Session.objects.get().used_at == a_moment_ago
    Session.objects.update(used_at=timezone.now() - timedelta(minutes=6))
    client.post(YOU)
    assert timezone.now() - Session.objects.get().used_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("field", "length", "open_still"),
    [
        ("used_at", timedelta(minutes=59), True),
        ("used_at", timedelta(minutes=60), False),
        ("signed_in_at", timedelta(hours=11, minutes=59), True),
        ("signed_in_at", timedelta(hours=12), False),
    ],
)
def test_a_session_ends_after_an_hour_without_use_and_after_twelve_in_any_case(dana, field, length, open_still):
    client = signed_in(dana)
    Session.objects.update(**{field: timezone.now() - length})
    forget_ended_sessions()
    assert Session.objects.exists() is open_still
    assert is_in(client) is open_still


def test_a_session_that_is_over_lets_nobody_in_before_it_is_cleared_away(dana):
    client = signed_in(dana)
    Session.objects.update(used_at=timezone.now() - timedelta(minutes=61))
    assert not is_in(client)
    assert signed_in(dana).get("/accounts/signed-in/").content.count(b"waiting__item") == 1


def test_what_a_visitor_keeps_does_not_end_with_the_hour(client):
    visitor = client.session
    visitor["typed"] = "words"
    visitor.save()
    Session.objects.update(used_at=timezone.now() - timedelta(hours=5))
    forget_ended_sessions()
    client.cookies["sessionid"] = visitor.session_key
    assert client.session["typed"] == "words"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", MULTIPART_CONTENT])
def test_words_sent_after_the_session_ended_are_shown_again_and_not_saved(dana, kind):
    client = signed_in(dana)
    Session.objects.update(used_at=timezone.now() - timedelta(minutes=61))
    words = {"reason": "Written over lunch.", "code": "123456"}
    sent = words if kind == MULTIPART_CONTENT else urlencode(words)
    answer = client.post("/accounts/signed-in/sign-out/", sent, content_type=kind)
    assert answer.status_code == 403
    shown = answer.content.decode()
    assert "You were signed out" in shown
    assert "Written over lunch." in shown
    assert "123456" not in shown
    stranger = Client().post("/accounts/signed-in/sign-out/", sent, content_type=kind)
    assert stranger.status_code == 302


def test_proving_again_who_one_is_gives_the_session_another_key(dana):
    client = signed_in(dana)
    sign_in(client)
    key = client.session.session_key
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    proved = client.session.session_key
    assert is_in(client)
    assert proved != key
    assert not Session.objects.filter(pk=key).exists()
    session = client.session
    session["typed"] = "words"
    session.save()
    assert is_in(client)
    assert client.session.session_key == proved
