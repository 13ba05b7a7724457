"""Every kind of answer keeps the browser to its bounds by its headers: pages, errors, redirects, files, styles."""

import re
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import FileResponse, Http404
from django.test import Client

from portal.accounts.models import User

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
NO_STORE = "private, no-store"
MARK = Path("static/brand/mark.svg")
# The address, the status of its answer to a stranger, and how its media type begins.
ANSWERS = [
    ("/about/", 200, "text/html"),
    ("/in-tray/", 302, "text/html"),
    ("/accounts/login/", 200, "text/html"),
    ("/no-such-page/", 404, "text/html"),
    ("/healthz", 200, "application/json"),
    ("/healthz/live", 200, ""),
    ("/metrics", 404, "text/html"),
    ("/static/css/brand.css", 200, "text/css"),
    ("/static/js/sending.js", 200, "text/javascript"),
    ("/static/no-such-style.css", 404, "text/html"),
    ("/static/", 404, "text/html"),
    ("/static/css/", 404, "text/html"),
]
RAISED = [
    (SuspiciousOperation("odd"), 400),
    (PermissionDenied("no"), 403),
    (Http404(), 404),
    (ZeroDivisionError(), 500),
    (OperationalError("gone"), 503),
]


@pytest.fixture(autouse=True)
def by_https(settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True


@pytest.fixture
def person() -> Client:
    person = Client(raise_request_exception=False)
    person.force_login(User.objects.create_user("dana@alder.example", "Dana Obi", "correct horse battery"))
    return person


def wrong_with(answer) -> list[str]:
    """The headers that are missing, or say something else."""
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    wrong += [] if "frame-ancestors 'none'" in policy or policy.startswith("sandbox;") else [f"policy {policy!r}"]
    wrong += [] if "object-src 'none'" in policy or "default-src 'none'" in policy else [f"objects in {policy!r}"]
    wrong += [] if "base-uri 'none'" in policy or policy.startswith("sandbox;") else [f"base in {policy!r}"]
    wrong += [] if "camera=()" in answer.headers.get("Permissions-Policy", "") else ["Permissions-Policy"]
    strict = answer.headers.get("Strict-Transport-Security", "")
    return wrong + ([] if strict.startswith("max-age=31536000; includeSubDomains") else [f"HSTS {strict!r}"])


def test_the_policy_of_a_page_allows_what_is_the_portals_own_and_nothing_more(person):
    policy = person.get("/about/", secure=True).headers["Content-Security-Policy"]
    said = dict(part.strip().split(" ", 1) for part in re.sub(r"'nonce-[\w+/=-]+'", "'nonce'", policy).split(";"))
    assert re.fullmatch(r"'self' 'nonce' 'sha256-[\w+/=]{44}'", said.pop("style-src"))
    assert said == {
        "default-src": "'self'", "script-src": "'self' 'nonce'", "img-src": "'self' data:", "object-src": "'none'",
        "frame-src": "'self'", "frame-ancestors": "'none'", "form-action": "'self'", "base-uri": "'none'",
    }  # fmt: skip


@pytest.mark.parametrize(("path", "status", "kind"), ANSWERS)
def test_every_kind_of_answer_keeps_the_browser_to_its_bounds(client, path, status, kind):
    answer = client.get(path, secure=True)
    answer.close()
    assert answer.status_code == status
    assert answer.headers.get("Content-Type", "").startswith(kind)
    assert wrong_with(answer) == []
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(("raised", "status"), RAISED)
def test_so_does_every_page_for_what_went_wrong(person, monkeypatch, raised, status):
    def fails(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("portal.accounts.views._places", fails)
    answer = person.get("/accounts/you/", secure=True)
    assert answer.status_code == status
    assert wrong_with(answer) == []
    assert answer.headers["Cache-Control"] == NO_STORE


@pytest.mark.parametrize(
    ("path", "sent_on"),
    [("/healthz", False), ("/healthz/ready", False), ("/metrics", False), ("/healthz/more", True), ("/me/", True)],
)
def test_machines_alone_are_answered_without_https(settings, client, path, sent_on):
    settings.SECURE_SSL_REDIRECT = True
    assert (client.get(path).status_code == 301) is sent_on


def test_so_does_being_sent_on_to_https_and_being_refused_for_another_host(settings):
    settings.SECURE_SSL_REDIRECT = True
    sent_on = Client().get("/about/")
    assert (sent_on.status_code, sent_on.url) == (301, "https://testserver/about/")
    assert "frame-ancestors 'none'" in sent_on.headers["Content-Security-Policy"]
    elsewhere = Client(headers={"host": "attacker.example"}).get("/about/", secure=True)
    assert elsewhere.status_code == 400
    assert wrong_with(elsewhere) == []


@pytest.mark.parametrize("kind", [{"as_attachment": True, "filename": "a.html"}, {"content_type": "image/svg+xml"}])
def test_a_file_that_is_handed_out_can_run_nowhere(person, monkeypatch, kind):
    handed = FileResponse(MARK.open("rb"), **kind)
    monkeypatch.setattr("portal.accounts.views.render", lambda *_: handed)
    answer = person.get("/accounts/you/", secure=True)
    answer.close()
    assert wrong_with(answer) == []
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == NO_STORE


@pytest.mark.parametrize("path", ["/accounts/you/", "/about/", "/register/", "/in-tray/"])
def test_what_somebody_signed_in_is_shown_is_kept_in_no_store_of_the_browser(person, path):
    answer = person.get(path, secure=True)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/accounts/you/", "/about/", "/register/", "/in-tray/", "/no-such-page/"])
def test_signing_out_is_at_hand_on_every_page(person, path):
    assert b'action="/accounts/logout/"' in person.get(path, secure=True).content


def test_leaving_empties_the_browsers_store(settings, person):
    settings.HTTPS = True
    assert person.post("/accounts/logout/", secure=True).headers["Clear-Site-Data"] == '"cache"'


def test_styles_and_scripts_may_be_kept_by_the_browser(person):
    answer = person.get("/static/css/brand.css", secure=True)
    answer.close()
    assert "max-age" in answer.headers["Cache-Control"]


def test_cookies_are_for_this_site_alone_and_out_of_reach_of_scripts(person):
    person.logout()
    answer = person.post("/accounts/login/", {"login": "dana@alder.example", "password": "correct horse battery"})
    cookies = {name.split("-")[0]: cookie for name, cookie in answer.cookies.items()}
    assert set(cookies) >= {"sessionid", "known"}
    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}
    assert [name for name, cookie in cookies.items() if not cookie["httponly"] and name != "csrftoken"] == []
    assert {cookie["domain"] for cookie in cookies.values()} == {""}


def test_a_message_reaches_the_next_page(person):
    answer = person.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    person.post("/accounts/signed-in/sign-out/", {"elsewhere": "yes"})
    assert answer.status_code == 302
    shown = get_messages(person.get("/accounts/you/").wsgi_request)
    assert [str(one) for one in shown] == ["You are signed in here only."]


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "DEBUG"])
def test_no_answer_repeats_what_was_asked(client, method):
    answer = client.generic(method, "/about/", headers={"X-Secret": "repeated"}, secure=True)
    assert answer.status_code == 405
    assert b"repeated" not in answer.content
