"""What the proxy answers by itself, where no web process does: our pages, bounded as all others, with a reference."""

import base64
import hashlib
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from portal.headers import ALWAYS
from scripts.nginx_in_front import Proxy
from tests.portal.buckets import free_port
from tests.portal.places import until
from tests.portal.proxies import DEPLOY, configured, log_of, proxied

NOTHING_CHANGED = "Nothing was changed."
# What is asked, the status of the answer, and what its page says was kept.
ANSWERS = [
    ("/in-tray/", {}, 502, "What you had saved before is kept"),
    ("/metrics", {}, 404, NOTHING_CHANGED),
    ("/kept-files/documents/a.pdf", {}, 404, NOTHING_CHANGED),
    ("/proxy-pages/away.html", {}, 404, NOTHING_CHANGED),
    ("/register/?q=" + "a" * 40_000, {}, 414, NOTHING_CHANGED),
    ("/register/", {"X-Long": "a" * 40_000}, 400, NOTHING_CHANGED),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("proxy")


@pytest.fixture(scope="module")
def alone(place) -> Iterator[str]:
    """The proxy, and no portal behind it; its address."""
    with proxied(place, free_port()) as address:
        yield address


def reference_on(page: str) -> str:
    found = re.search(r"Reference: <strong>([0-9a-f]{32})</strong>", page)
    assert found, page
    return found[1]


def test_the_deployed_configuration_is_one_that_nginx_takes(tmp_path):
    tried = configured(tmp_path)
    assert tried.returncode == 0, tried.stderr


@pytest.mark.parametrize(("path", "headers", "status", "kept"), ANSWERS)
def test_it_says_what_happened_what_was_kept_and_what_to_do(place, alone, path, headers, status, kept):
    answer = requests.get(f"{alone}{path}", headers=headers, timeout=20)
    assert (answer.status_code, kept in answer.text) == (status, True)
    assert "Go to the front page" in answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "nginx" not in answer.text
    assert reference_on(answer.text) == answer.headers["X-Request-ID"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_more_than_it_takes_is_refused_before_it_is_sent(alone):
    host, port = alone.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as sending:
        sending.sendall(b"POST /verify/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 70000000\r\n\r\n")
        said = sending.makefile("rb").read().decode()
    assert said.startswith("HTTP/1.1 413 ")
    assert "What was sent is too large" in said
    assert NOTHING_CHANGED in said


def test_a_file_of_the_largest_kind_that_is_checked_goes_through(alone):
    answer = requests.post(f"{alone}/verify/", files={"file": b"%PDF" + b"0" * 60 * 1024**2}, timeout=60)
    assert answer.status_code == 502  # taken, and nobody there to hand it on to


def test_the_reference_is_in_its_log_and_the_address_is_not(place, alone):
    answer = requests.get(f"{alone}/invitations/a-secret/?q=words", timeout=20)
    reference = reference_on(answer.text)
    until(lambda: reference in log_of(place))  # written once it is answered
    until(lambda: log_of(place).endswith("\n"))
    lines = [json.loads(line) for line in log_of(place).splitlines()]
    assert [line["status"] for line in lines if line["reference"] == reference] == [502]
    assert "secret" not in log_of(place)


def test_the_style_of_each_page_is_the_one_that_its_policy_lets_in():
    policy = (DEPLOY / "errors" / "pages.conf").read_text()
    pages = list((DEPLOY / "errors").glob("*.html"))
    assert len(pages) == 4
    for page in pages:
        style = re.search(r"<style>(.*?)</style>", page.read_text(), re.DOTALL)[1]
        assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy, page


def test_the_portal_grown_on_one_machine_has_the_same_pages(tmp_path):
    Proxy(tmp_path, free_port(), [free_port()]).write()
    assert f"include {tmp_path}/pages.conf;" in (tmp_path / "nginx.conf").read_text()
    assert f"alias {DEPLOY}/errors/;" in (tmp_path / "pages.conf").read_text()
