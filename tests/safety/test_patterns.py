"""No text that somebody sends keeps one of our regular expressions busy for long."""

import re
import signal
import time
from collections.abc import Iterator

import pytest

from tests.safety.patterns import every_pattern

LENGTH = 10_000
MOST = 0.15  # seconds of work for one text: what grows with the square of its length takes longer
PIECES = [
    "a", "A", "0", " ", "\t", "\n", " \n", "-", ".", ",", ";", ":", "/", "\\", "<", "<a ", "</", "&", "&#", "[", "[[",
    "]", "(", "((", "{", "'", '"', "=", "@", "_", "#", "%", "é", "\u00a0", "a ", "a.", "a-", "a,", "1.", "1 ", "(a",
    "a@", "section ", "1(1)", "<p>", "<li id='", "GM-", "p0", "http://", "mso-list:l0 ", "v1",
    "\n\n", "%PDF-", "startxref ",
]  # fmt: skip


class TookTooLong(BaseException):
    """A search was stopped; no `except Exception` is to keep it from being told."""


def stop(*_: object) -> None:
    raise TookTooLong


def words_in(pattern: re.Pattern) -> Iterator[str]:
    """What stands literally in the pattern: a hostile text often begins so."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    yield from dict.fromkeys(re.findall(r"[A-Za-z0-9<>/=:@#&;-]{2,}", text))


def slowest(pattern: re.Pattern, *, searches: bool) -> tuple[float, str]:
    """How many seconds of work the worst text takes, and what it repeats."""
    worst = (0.0, "")
    for piece in [*PIECES, *words_in(pattern)]:
        for end in ("", "!\x00"):
            text = (piece * (LENGTH // len(piece) + 1))[:LENGTH] + end
            given = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "ignore")
            began = time.process_time()
            if searches:
                for _ in pattern.finditer(given):
                    pass
            else:
                pattern.match(given)
                pattern.fullmatch(given)
            worst = max(worst, (time.process_time() - began, piece))
    return worst


@pytest.fixture
def alarm() -> Iterator[None]:
    """The engine looks for signals as it goes: after a minute and a half, stop it."""
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 90)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_no_pattern_of_ours_is_slow_on_a_hostile_text(alarm):
    found = {(one.pattern, one.searches): one.where for one in every_pattern()}
    assert len(found) > 80
    timed = {where: slowest(pattern, searches=searches) for (pattern, searches), where in found.items()}
    assert {where: one for where, one in timed.items() if one[0] > MOST} == {}


def test_a_slow_pattern_would_be_found(alarm):
    assert slowest(re.compile(r"\w*\w*;"), searches=False)[0] > MOST
