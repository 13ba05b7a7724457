"""People at work: each signs in, reads pages and, one time in ten, adds a comment; every answer is counted."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import requests

from tests.form_filling import form_on

READ = ("/", "/in-tray/", "/register/")


@dataclass
class Seen:
    """What came of the requests."""

    answers: Counter[int] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    added: list[str] = field(default_factory=list)
    without_words: int = 0
    last_trouble: float = 0.0
    first_trouble: float = 0.0

    @property
    def asked(self) -> int:
        """How many requests were made."""
        return self.answers.total() + self.broken.total()

    @property
    def failed(self) -> int:
        """How many were answered with a fault of ours, or not at all."""
        return sum(count for status, count in self.answers.items() if status >= 500) + self.broken.total()

    @property
    def trouble(self) -> float:
        """Seconds between the first failure and the last."""
        return self.last_trouble - self.first_trouble


def sign_in(site: str, email: str, password: str) -> requests.Session:
    """Somebody's browser, signed in."""
    browser = requests.Session()
    page = browser.get(f"{site}/accounts/login/", timeout=60)
    form = form_on(page.text, "/accounts/login/")
    told = {**form, "login": email, "password": password}
    answer = browser.post(f"{site}/accounts/login/", data=told, headers={"Referer": site}, timeout=60)
    assert "/accounts/login" not in answer.url, f"{email} could not sign in."
    return browser


class Load:
    """A few people at work until the block is left."""

    def __init__(self, site: str, address: str, people: list[str], password: str) -> None:
        self.site, self.address = site, address
        self.browsers = [sign_in(site, email, password) for email in people for _ in range(2)]
        self.seen, self._stopping, self._lock = Seen(), threading.Event(), threading.Lock()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Seen:
        self.seen = Seen()
        self._stopping.clear()
        self._threads = [
            threading.Thread(target=self._work, args=(number, browser)) for number, browser in enumerate(self.browsers)
        ]
        for thread in self._threads:
            thread.start()
        return self.seen

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int, browser: requests.Session) -> None:
        turn = 0
        while not self._stopping.is_set():
            turn += 1
            if turn % 10:
                self._ask(browser, "GET", READ[turn % len(READ)])
            else:
                self._comment(browser, f"Soak {number}-{turn}-{time.time_ns()}")

    def _comment(self, browser: requests.Session, words: str) -> None:
        page = self._ask(browser, "GET", self.address)
        if page is None or page.status_code != 200:
            return
        answer = self._ask(browser, "POST", self.address, {**form_on(page.text, self.address), "body": words})
        if answer is not None and answer.status_code == 302:
            with self._lock:
                self.seen.added.append(words)

    def _ask(
        self, browser: requests.Session, method: str, address: str, data: dict[str, object] | None = None
    ) -> requests.Response | None:
        try:
            answer = browser.request(
                method, f"{self.site}{address}", data=data, allow_redirects=False, timeout=90,
                headers={"Referer": self.site},
            )  # fmt: skip
        except requests.RequestException as problem:
            self._count_trouble()
            with self._lock:
                self.seen.broken[type(problem).__name__] += 1
            return None
        with self._lock:
            self.seen.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self._count_trouble()
            if "Reference:" not in answer.text:
                with self._lock:
                    self.seen.without_words += 1
            time.sleep(0.1)
        return answer

    def _count_trouble(self) -> None:
        with self._lock:
            self.seen.last_trouble = time.monotonic()
            self.seen.first_trouble = self.seen.first_trouble or self.seen.last_trouble
