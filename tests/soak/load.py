"""People at work: each signs in, reads pages and, one time in ten, adds a comment; every answer is counted."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

import requests
from grown import Grown

from tests.form_filling import form_on
from tests.soak import PASSWORD
from tests.soak.answers import said_to_be_away

READ = ("/", "/in-tray/", "/register/")
FAULT = 500
PAUSE = 0.25  # seconds between two requests of one person, so that one small machine has time for the rest
Made = Callable[[Grown, str], dict]


@dataclass
class Seen:
    """What came of the requests."""

    answers: Counter[int] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    added: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    without_words: int = 0
    slowest: float = 0.0
    troubles: list[float] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many requests were made."""
        return self.answers.total() + self.broken.total()

    @property
    def failed(self) -> int:
        """How many were answered with a fault of ours, or not at all."""
        return sum(count for status, count in self.answers.items() if status >= FAULT) + self.broken.total()

    @property
    def last_trouble(self) -> float:
        """When the last failure was, in seconds of the clock that never goes back."""
        return self.troubles[-1] if self.troubles else 0.0

    def longest_trouble(self, quiet: float) -> float:
        """Seconds between the first failure and the last of a time in which none kept away for as long as `quiet`."""
        longest = begun = 0.0
        for before, after in pairwise([0.0, *self.troubles]):
            begun = begun if after - before <= quiet else after
            longest = max(longest, after - begun)
        return longest


def sign_in(site: str, email: str) -> requests.Session:
    """Somebody's browser, signed in."""
    browser = requests.Session()
    page = browser.get(f"{site}/accounts/login/", timeout=60)
    form = form_on(page.text, "/accounts/login/")
    told = {**form, "login": email, "password": PASSWORD}
    answer = browser.post(f"{site}/accounts/login/", data=told, headers={"Referer": site}, timeout=60)
    assert "/accounts/login" not in answer.url, f"{email} could not sign in."
    return browser


class Load:
    """A few people at work until the block is left."""

    def __init__(self, site: str, address: str, people: list[str], tell: list[int]) -> None:
        self.site, self.address, self.tell = site, address, tell
        self.browsers = [sign_in(site, email) for email in people for _ in range(2)]
        self.seen, self.stopping, self.lock = Seen(), threading.Event(), threading.Lock()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Seen:
        self.seen = Seen()
        self.stopping.clear()
        self._threads = [threading.Thread(target=one) for one in self.at_work()]
        for thread in self._threads:
            thread.start()
        return self.seen

    def at_work(self) -> list[Callable[[], None]]:
        """What each of them does, over and over until `stopping`."""
        return [partial(self._work, number, browser) for number, browser in enumerate(self.browsers)]

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int, browser: requests.Session) -> None:
        turn = 0
        while not self.stopping.is_set():
            turn += 1
            if turn % 10:
                self.ask(browser, "GET", READ[turn % len(READ)])
            else:
                self._comment(browser, f"Soak {number}-{turn}-{time.time_ns()}")
            time.sleep(PAUSE)

    def _comment(self, browser: requests.Session, words: str) -> None:
        page = self.ask(browser, "GET", self.address)
        if page is None or page.status_code != 200:
            return
        told = {**form_on(page.text, self.address), "body": words, "tell": self.tell}
        answer = self.ask(browser, "POST", self.address, told)
        if answer is not None and answer.status_code == 302:
            with self.lock:
                self.seen.added.append(words)

    def ask(
        self, browser: requests.Session, method: str, address: str, data: dict[str, object] | None = None, **how: Any
    ) -> requests.Response | None:
        """One request, and its answer; None where there was none. `how` goes to `requests`."""
        began, headers = time.monotonic(), {"Referer": self.site, **how.pop("headers", {})}
        try:
            answer = browser.request(
                method, f"{self.site}{address}", data=data, allow_redirects=False, timeout=90, headers=headers, **how
            )
        except requests.RequestException as problem:
            self.count(began, broken=type(problem).__name__)
            return None
        self.count(began, answer=answer)
        if answer.status_code >= FAULT:
            time.sleep(0.1)
        return answer

    def count(self, began: float, *, answer: requests.Response | None = None, broken: str = "") -> None:
        """Count an answer, or that there was none."""
        ended = time.monotonic()
        with self.lock:
            self.seen.slowest = max(self.seen.slowest, ended - began)
            if answer is None:
                self.seen.broken[broken] += 1
            else:
                self.seen.answers[answer.status_code] += 1
            if answer is None or answer.status_code >= FAULT:
                self.seen.troubles.append(ended)
            if answer is not None and answer.status_code >= FAULT:
                if reference := said_to_be_away(answer):
                    self.seen.references.append(reference)
                else:
                    self.seen.without_words += 1


def load_on(grown: Grown, made: Made) -> Load:
    """Four people who comment on a text that is new, and tell each other by mail."""
    place = made(grown, "comment")
    site = f"http://127.0.0.1:{grown.port}"
    return Load(site, place["address"], place["people"], place["tell"])
