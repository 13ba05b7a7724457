"""A real browser on a real server: what it may reach, what must not happen on any page, and how to look and check.

`person(role)` gives a page signed in as the holder of that role; `axe(page)` checks it against WCAG 2.2 AA; `look(page,
"name")` keeps pictures of it at desk and phone width. A message in the browser's console, a failed request or a request
to another host fails the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as portal_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Frame, Page, Request, Response, expect

from partners.middleware import SESSION_KEY
from partners.models import Role

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the tests

ROOT = Path(__file__).resolve().parents[2]
LOOKS = ROOT / "test-results"
PICTURES = ROOT / "docs" / "images"
MOMENT = 500  # milliseconds for the browser to tell of a page that has come
DOCUMENTS = 3  # that may follow one another while one page is checked
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
PATIENCE = 120_000  # milliseconds for a page, a control or a sentence to come: the machine may be busy
expect.set_options(timeout=PATIENCE)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

TWINS = """() => [...document.querySelectorAll("[id]")].map(one => one.id)
    .filter((id, at, all) => all.indexOf(id) !== at)"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything beside this file is a browser test. Among these the longest comes first: others can run beside it."""
    places = [place for place, item in enumerate(items) if Path(item.path).is_relative_to(Path(__file__).parent)]
    ours = sorted((items[place] for place in places), key=lambda item: item.path.name != "test_story.py")
    for place, item in zip(places, ours, strict=True):
        item.add_marker(pytest.mark.browser)
        items[place] = item


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium where there is one, silent and alone; otherwise Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    args = ["--no-sandbox", "--disable-sync", "--disable-dev-shm-usage", alone, *quiet]
    return {"args": args, **({"executable_path": found} if found else {})}


@pytest.fixture(autouse=True)
def portal_as_it_stands(live_server, settings) -> None:
    """The portal knows its own address, and does its background work at once."""
    settings.SITE_URL = live_server.url
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


class Watch:
    """What went wrong in the browser during one test."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.problems: list[str] = []
        self.expected: list[str] = []

    def expect(self, words: str) -> None:
        """Say that a problem with these words in it is what the test is about."""
        self.expected.append(words)

    def on(self, context: BrowserContext) -> BrowserContext:
        """Watch everything that is opened in this context."""
        context.on("request", self._only_ours)  # told, not asked: asking would put the browser's cache out of use
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        return context

    def unexpected(self) -> list[str]:
        """The problems that nobody said would come."""
        return [line for line in self.problems if not any(words in line for words in self.expected)]

    def _only_ours(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.problems.append(f"other host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or a page left while it loaded
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"answer {response.status}: {response.url}")


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """The watch over this test; fails it at the end where something unexpected happened."""
    watching = Watch(urlsplit(live_server.url).netloc)
    yield watching
    assert watching.unexpected() == []


@pytest.fixture
def open_context(browser: Browser, live_server, watch: Watch) -> Iterator[Callable[[], BrowserContext]]:
    """Open a browser context of its own, as another person on another machine would have."""
    opened: list[BrowserContext] = []

    def open_one() -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="en-GB", accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        opened.append(watch.on(context))
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def stranger(open_context: Callable[[], BrowserContext]) -> Page:
    """A page of somebody who is not signed in."""
    return open_context().new_page()


@pytest.fixture
def person(open_context: Callable[[], BrowserContext], live_server) -> Callable[[Role], Page]:
    """A page signed in as the holder of a role, acting in it. Asked again for the same role: the same page."""
    pages: dict[int, Page] = {}

    def sign_in(role: Role) -> Page:
        if role.pk not in pages:
            client = Client()
            client.force_login(role.person)
            session = client.session
            session[SESSION_KEY] = role.pk
            session.save()
            context = open_context()
            name = portal_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session.session_key or "", "url": live_server.url}])
            pages[role.pk] = context.new_page()
        return pages[role.pk]

    return sign_in


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Check a page against WCAG 2.2 AA and axe's best practice; tell of each element that fails, and why."""

    def check(page: Page) -> None:
        left: list[Frame] = []

        def note(frame: Frame) -> None:
            if frame == page.main_frame:
                left.append(frame)

        page.on("framenavigated", note)
        try:
            for _ in range(DOCUMENTS):
                left.clear()
                page.wait_for_load_state("load")
                try:
                    problems = hindrances(page)
                except Error:
                    page.wait_for_timeout(MOMENT)
                    if not left:
                        raise
                    continue  # the page was replaced while it was checked: what counts is the one that came
                assert problems == [], f"{page.url}\n" + "\n".join(problems)
                if not left:
                    return
        finally:
            page.remove_listener("framenavigated", note)
        pytest.fail(f"{page.url} was replaced again and again while it was checked.")

    return check


def hindrances(page: Page) -> list[str]:
    """What makes this page hard to use, a line for each element."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    failing = [
        f"{violation['id']} ({violation['help']}): {node['html'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    return failing + [f"the id {name} is borne by more than one element" for name in page.evaluate(TWINS)]


@pytest.fixture
def look() -> Callable[..., None]:
    """Look at a page at phone width: one that is wider fails, for nobody should have to scroll sideways.

    With CONCORDAT_LOOKS set, pictures at both widths are kept in test-results/; with CONCORDAT_PICTURES, those with
    `manual=True` go into the manual.
    """

    def take(page: Page, name: str, *, manual: bool = False) -> None:
        for kind, size in (("desk", DESK), ("phone", PHONE)):
            page.set_viewport_size(size)
            if os.environ.get("CONCORDAT_LOOKS"):
                page.screenshot(path=LOOKS / f"{name}-{kind}.png", full_page=True)
            if kind == "phone":
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= PHONE["width"], f"{page.url} is {wide} pixels wide on a phone."
        page.set_viewport_size(DESK)
        if manual and os.environ.get("CONCORDAT_PICTURES"):
            page.screenshot(path=PICTURES / f"{name}.png")

    return take
