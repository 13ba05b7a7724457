"""Where somebody is signed in: they alone see it, and can end each."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from portal.accounts.browsers import browser_in
from portal.accounts.models import Session, User
from portal.accounts.places import places_of
from portal.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
PAGE, END = "/accounts/signed-in/", "/accounts/signed-in/sign-out/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"


@pytest.fixture
def dana() -> User:
    return User.objects.create_user("dana@alder.example", "Dana Obi", PASSWORD)


@pytest.fixture
def erin() -> User:
    return User.objects.create_user("erin@alder.example", "Erin Ash", PASSWORD)


def signed_in(person: User, browser: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": browser})
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def proved(person: User, browser: str = FIREFOX) -> Client:
    """Signed in, and has just shown again who it is."""
    client = signed_in(person, browser)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/you/").status_code == 200


def rows(client: Client) -> list[str]:
    shown = html.fromstring(client.get(PAGE).content).xpath("//main//li[@class='waiting__item']")
    return [" ".join(" ".join(row.itertext()).split()) for row in shown]


def handles(client: Client) -> list[str]:
    return html.fromstring(client.get(PAGE).content).xpath("//main//input[@name='place']/@value")


def test_each_browser_is_named_this_one_first(dana):
    signed_in(dana, IPHONE)
    first, second = rows(signed_in(dana))
    assert first.startswith("Firefox on Windows Signed in today, ")
    assert first.endswith("This browser")
    assert second.startswith("Safari on an iPhone Signed in today, ")
    assert second.endswith("Sign out there")


def test_the_key_that_lets_its_bearer_in_is_not_shown(dana):
    other, client = signed_in(dana), signed_in(dana)
    shown = client.get(PAGE).content.decode()
    assert other.session.session_key not in shown
    assert client.session.session_key not in shown


def test_signing_out_there_ends_that_one_alone_and_may_be_sent_again(dana):
    phone, office, here = signed_in(dana, IPHONE), signed_in(dana), proved(dana)
    [of_office, of_phone] = handles(here)
    assert "You are signed out there." in here.post(END, {"place": of_phone}, follow=True).content.decode()
    assert (is_in(phone), is_in(office), is_in(here)) == (False, True, True)
    assert "signed out there before" in here.post(END, {"place": of_phone}, follow=True).content.decode()
    assert handles(here) == [of_office]


def test_before_signing_out_elsewhere_one_proves_again_who_one_is_and_then_it_is_done(dana):
    phone, here = signed_in(dana, IPHONE), signed_in(dana)
    asked = here.post(END, {"elsewhere": "yes"})
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert is_in(phone)
    here.post(asked.url, {"password": PASSWORD})
    assert (is_in(phone), is_in(here)) == (False, True)


def test_signing_out_everywhere_else_leaves_this_one_and_other_people_alone(dana, erin):
    phone, office, here, another = signed_in(dana, IPHONE), signed_in(dana), proved(dana), signed_in(erin)
    assert "You are signed in here only." in here.post(END, {"elsewhere": "yes"}, follow=True).content.decode()
    assert [is_in(client) for client in (phone, office, here, another)] == [False, False, True, True]


def test_the_operator_signs_one_person_out_or_everybody(dana, erin, capsys):
    phone, office, another = signed_in(dana, IPHONE), signed_in(dana), signed_in(erin)
    call_command("sign_out", "Dana@Alder.example")
    assert [is_in(client) for client in (phone, office, another)] == [False, False, True]
    call_command("sign_out", "--everybody")
    assert not is_in(another)
    call_command("sign_out", "--everybody")
    assert [line.split(".")[0] for line in capsys.readouterr().out.splitlines()] == [
        "Ended 2 sign-ins of Dana Obi", "Ended 1 sign-ins of everybody", "Ended 0 sign-ins of everybody",
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="accounts.sessions.end").count() == 2
    with pytest.raises(CommandError, match="No account has the address"):
        call_command("sign_out", "nobody@alder.example")


def test_nobody_ends_another_persons_session(dana, erin):
    client, stranger = signed_in(dana), proved(erin)
    [place] = places_of(dana, None)
    stranger.post(END, {"place": place.handle})
    assert is_in(client)


def test_what_ended_by_time_or_by_a_new_password_is_not_listed(dana):
    late, here = signed_in(dana, IPHONE), signed_in(dana)
    assert len(rows(here)) == 2
    Session.objects.filter(pk=late.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert len(rows(here)) == 1
    dana.set_password("three words remembered")
    dana.save()
    again = Client()
    again.force_login(dana)
    assert len(rows(again)) == 1


def test_the_account_page_says_in_how_many_browsers(dana):
    here = signed_in(dana)
    assert "In this browser only" in here.get("/accounts/you/").content.decode()
    signed_in(dana, IPHONE)
    assert "In 2 browsers" in here.get("/accounts/you/").content.decode()


def test_the_list_asks_the_same_for_one_browser_as_for_thirty(dana):
    here, counts = signed_in(dana), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            counts.append(len(rows(here)))
        counts.append(len(asked))
        for _ in range(29):
            Client().force_login(dana)
    assert counts == [1, counts[1], 30, counts[1]]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on an iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.14.1", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(said, name):
    assert browser_in(said) == name
