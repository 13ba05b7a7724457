"""A stranger's file is read in a process of its own, bounded in time and memory."""

import json
import resource
import subprocess
import sys
import time

import pytest

from protocols.documents import confining
from protocols.documents.authority import Authority
from protocols.documents.confining import (
    ANSWER_MOST,
    HOME,
    MEMORY,
    PROCESSOR_SECONDS,
    TOO_HARD,
    Roots,
    compare_apart,
    verify_apart,
)
from protocols.documents.verdicts import as_data
from protocols.documents.verifying import LIMIT, verify
from tests.documents.corpus import altering as do
from tests.documents.corpus import hostile

MEASURED = """
import resource, sys
from tests.documents.corpus import hostile
from protocols.documents.confining import Roots, verify_apart
found = verify_apart(hostile.bomb(), Roots(()))
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(found.finding, peak // 1024)
"""


def test_the_confined_check_says_the_same(sealed: bytes, authority: Authority) -> None:
    assert verify_apart(sealed, authority) == verify(sealed, authority)


def test_the_confined_comparison_says_where(sealed: bytes) -> None:
    place = compare_apart(sealed, do.flipped_in(sealed, "the attachment"))
    assert [one.words for one in place] == ["The attachment “SAM-0002-version-1.json”"]


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confining, "SECONDS", 2)
    started = time.monotonic()
    found = verify_apart(hostile.many_objects(150_000), Roots(()))
    assert found.sentence == TOO_HARD
    assert time.monotonic() - started < 8


def test_a_process_that_dies_is_no_verdict_of_ours(monkeypatch: pytest.MonkeyPatch, sealed: bytes, authority) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert verify_apart(sealed, authority).sentence == TOO_HARD
    assert compare_apart(sealed, do.flipped(sealed, 5000)) == ()


def test_a_bomb_takes_no_more_memory_than_a_file_of_ours() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURED], cwd=HOME, capture_output=True, text=True, timeout=60)
    finding, megabytes = done.stdout.split()
    assert finding == "not_ours"
    assert int(megabytes) < 400


def test_memory_beyond_the_bound_is_refused_by_the_kernel() -> None:
    greedy = f"from protocols.documents.confining import confine; confine(); bytearray({MEMORY})"
    done = subprocess.run([sys.executable, "-c", greedy], cwd=HOME, capture_output=True, text=True, timeout=60)
    assert "MemoryError" in done.stderr


def test_the_confined_process_writes_no_file(tmp_path) -> None:
    place = tmp_path / "kept"
    writing = f"from protocols.documents.confining import confine; confine(); open({str(place)!r}, 'w').write('x')"
    subprocess.run([sys.executable, "-c", writing], cwd=HOME, capture_output=True, timeout=60)
    assert not place.exists() or place.stat().st_size == 0


def test_the_confined_process_has_a_bound_on_its_processor_time() -> None:
    asks = "from protocols.documents.confining import confine; confine(); import resource as r; "
    words = [sys.executable, "-c", f"{asks}print(*r.getrlimit(r.RLIMIT_CPU), *r.getrlimit(r.RLIMIT_CORE))"]
    done = subprocess.run(words, cwd=HOME, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == [str(PROCESSOR_SECONDS)] * 2 + ["0", "0"]


def test_the_confined_process_is_told_nothing_of_the_portals_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, str] = {}

    def noting(command: list[str], **more):
        told.update(more.get("env") or {"all": "of it"})
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", noting)
    verify_apart(b"%PDF-", Roots(()))
    assert set(told) == {"PATH", "LANG"}


def test_an_answer_longer_than_any_of_ours_is_none(monkeypatch: pytest.MonkeyPatch, sealed: bytes, authority) -> None:
    answer = json.dumps(as_data(verify(sealed, authority))).encode()
    monkeypatch.setattr(subprocess, "run", lambda words, **_: subprocess.CompletedProcess(words, 0, answer))
    assert verify_apart(sealed, authority).sentence != TOO_HARD
    answer += b" " * ANSWER_MOST
    assert verify_apart(sealed, authority).sentence == TOO_HARD


def test_more_than_the_limit_is_refused_without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: pytest.fail("a process was started"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = verify_apart(bytes(200 * 1024 * 1024), Roots(()))
    assert "larger than 60 MB" in found.sentence
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024
    assert LIMIT == 60 * 1024 * 1024
