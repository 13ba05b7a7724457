"""gunicorn as the grown portal runs it: its processes count together, and its lines are JSON."""

import gc
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from django.urls import clear_url_caches, get_resolver
from gunicorn.http.errors import InvalidRequestLine, LimitRequestHeaders, LimitRequestLine, UnsupportedTransferCoding

from portal import serving
from tests.portal.buckets import free_port
from tests.portal.places import ROOT, until

TOKEN = "a-token-for-tests"


def fetched(address: str) -> str:
    """What is answered; nothing where nobody does."""
    try:
        return requests.get(address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30).text
    except requests.RequestException:
        return ""


def test_processes_count_together_and_each_request_is_a_line(tmp_path: Path):
    site = f"http://127.0.0.1:{(port := free_port())}"
    told = {"CONCORDAT_DATA": str(tmp_path), "CONCORDAT_LOG_FORMAT": "json", "CONCORDAT_METRICS_TOKEN": TOKEN}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:portal.serving",
        "portal.wsgi",
        f"--bind=127.0.0.1:{port}",
    ]
    log = tmp_path / "log"
    with log.open("wb") as kept:
        serving = subprocess.Popen(
            [*command, "--workers=2"], cwd=ROOT, env={**os.environ, **told, "TMPDIR": str(tmp_path)}, stderr=kept
        )
    try:
        until(lambda: bool(fetched(f"{site}/healthz/live")))
        too_long = fetched(f"{site}/{'a' * 9_000}")
        for _ in range(20):
            fetched(f"{site}/healthz/live")
        figures = fetched(f"{site}/metrics")
        folders = list(tmp_path.glob("concordat-figures-*"))
        counted = {int(path.stem.removeprefix("counter_")) for path in folders[0].glob("counter_*.db")}
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    asked = [line for line in lines if line.get("page") == "live"]
    assert f'concordat_answers_total{{method="GET",page="live",status="200"}} {len(asked)}.0' in figures
    # Whoever answered has a file; the process that gave the figures may not have had its own yet.
    assert {line["process"] for line in asked} <= counted <= {line["process"] for line in lines if "page" in line}
    assert len({line["reference"] for line in asked}) == len(asked) >= 21
    assert not folders[0].exists()
    reference = re.search(r"Reference: <strong>(.+?)</strong>", too_long)
    assert [line["page"] for line in lines if line["reference"] == reference[1] and "page" in line] == ["unknown"]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (LimitRequestLine(9000, 8190), 414),
        (LimitRequestHeaders("limit request headers fields size"), 431),
        (InvalidRequestLine("GET /invitations/a-secret"), 400),
        (UnsupportedTransferCoding("gzip"), 501),
    ],
)
def test_what_is_no_request_is_answered_by_our_page_with_a_reference_that_is_in_the_log(caplog, fault, status):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        serving.Worker.handle_error(object.__new__(serving.Worker), None, ours, ("192.0.2.1", 1), fault)
        ours.shutdown(socket.SHUT_WR)
        with theirs.makefile("rb") as said:
            head, _, page = said.read().decode().partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert f"Content-Length: {len(page.encode())}" in head
    assert "frame-ancestors 'none'" in head
    assert "What was sent could not be read" in page
    assert "Nothing was changed." in page
    reference = re.search(r"X-Request-ID: (\S+)", head)[1]
    assert f"<strong>{reference}</strong>" in page
    told = [line for line in caplog.records if type(fault).__name__ in line.getMessage()]
    assert len(told) == 1
    assert "a-secret" not in caplog.text


@pytest.fixture
def garbage_as_it_was():
    """The search for garbage is set back."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_a_process_has_all_addresses_there_before_its_first_request(garbage_as_it_was):
    clear_url_caches()
    serving.post_worker_init(None)
    assert "url_patterns" in vars(get_resolver())


def test_what_a_process_has_loaded_is_not_looked_through_for_garbage(garbage_as_it_was):
    serving.post_worker_init(None)
    assert gc.get_freeze_count() > 10_000
