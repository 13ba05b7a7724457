"""Each page for what went wrong says what happened, what was kept, what to do, and its reference in the log."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404
from django.test import Client
from lxml import html

from portal.accounts.models import User
from portal.logs.references import ReferenceFilter
from portal.storing.errors import StorageAway

pytestmark = pytest.mark.django_db


def broken_off() -> DatabaseError:
    """As it comes of psycopg2 where the server was killed: of no class of its own, since no server was left to say."""
    error = DatabaseError("server closed the connection unexpectedly")
    error.__cause__ = Exception("the driver's")
    return error


# What is raised, the status, and what the page must say: what happened, what was kept, what to do.
FAULTS = {
    "bad request": (SuspiciousOperation("odd"), 400, ["could not be read", "Nothing was changed", "send less at once"]),
    "forbidden": (
        PermissionDenied("Only its officer may."),
        403,
        ["Only its officer", "Nothing was changed", "Go"],
    ),
    "not there": (Http404(), 404, ["There is nothing here", "Nothing was changed", "in-tray"]),
    "our fault": (ZeroDivisionError(), 500, ["Something broke", "saved before is kept", "send it again"]),
    "Django's own of that class": (DatabaseError("Forced update did not affect any rows."), 500, ["Something broke"]),
    "no database": (
        OperationalError("gone"),
        503,
        ["database does not answer", "saved before", "Wait a minute"],
    ),
    "connection that broke off": (
        broken_off(),
        503,
        ["database does not answer", "saved before", "Wait a minute"],
    ),
    "lost database": (InterfaceError("closed"), 503, ["database does not answer", "saved before", "Wait a minute"]),
    "no storage": (StorageAway("full"), 503, ["store of documents does not answer, or is full", "saved", "Wait"]),
}


@pytest.fixture
def person() -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.create_user("dana@alder.example", "Dana Obi", "correct horse battery"))
    return browser


@pytest.fixture
def logged():
    """The references of what is logged."""
    seen: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record.reference)

    keep = Keep()
    keep.addFilter(ReferenceFilter())
    logging.getLogger().addHandler(keep)
    yield seen
    logging.getLogger().removeHandler(keep)


@pytest.mark.parametrize("fault", FAULTS)
def test_it_says_what_happened_what_was_kept_what_to_do_and_its_reference(person, logged, monkeypatch, fault):
    error, status, sentences = FAULTS[fault]

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("allauth.account.forms.ChangePasswordForm.__init__", fail)
    answer = person.post("/accounts/password/change/", {"note": "A long text of mine", "password": "secret-of-mine"})
    page = " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())
    assert answer.status_code == status
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert f"Reference: {answer['X-Request-ID']}." in page
    assert answer["X-Request-ID"] in logged
    assert "A long text of mine" in page
    assert b"secret-of-mine" not in answer.content


def test_a_form_without_its_token_says_the_same(logged):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/accounts/login/", {"note": "A long text of mine"})
    page = " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())
    assert answer.status_code == 403
    for sentence in ("open too long", "Nothing was changed", "open the page again", "A long text of mine"):
        assert sentence in page
    assert f"Reference: {answer['X-Request-ID']}." in page
    assert answer["X-Request-ID"] in logged


def test_a_host_that_is_not_ours_is_refused_under_a_reference(logged):
    answer = Client(raise_request_exception=False).get("/about/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert answer["X-Request-ID"] in answer.content.decode()


def test_what_is_away_may_be_asked_again_soon(person, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("allauth.account.forms.ChangePasswordForm.__init__", gone)
    assert person.get("/accounts/password/change/")["Retry-After"] == "30"


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("get", "/accounts/signed-in/sign-out/", ["belongs to a button", "press the button there"]),
        ("post", "/about/", ["only read"]),
    ],
)
def test_an_address_that_is_asked_otherwise_than_it_takes_is_a_page_too(person, method, path, words):
    answer = getattr(person, method)(path, {"note": "The board met."})
    page = " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())
    assert answer.status_code == 405
    assert answer.headers["Allow"] in ("POST", "GET, HEAD")
    assert [one for one in [*words, "Nothing was changed", answer.headers["X-Request-ID"]] if one not in page] == []
    assert ("The board met." in answer.content.decode()) == (method == "post")
