"""Every page that anybody is shown, checked in a browser: WCAG 2.2 AA, and no wider than a phone. Long: `make soak`."""

import os

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext

from tests.address_world import STANDINGS, World, let_go
from tests.addresses import Address, addresses
from tests.browser.conftest import PHONE, hindrances
from tests.test_urls_by_role import expected

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("CONCORDAT_SOAK" not in os.environ, reason="long: set CONCORDAT_SOAK, or make soak"),
]
# Whoever may see a page sees nearly the same; the officer's has most on it.
FIRST = ("officer", "contact", "contributor", "dpo", "signatory")


def who_sees(name: str) -> list[str]:
    """The standings that are shown the page, as reviewed by hand, those first whose page has most on it."""
    row = expected().get((name, "GET"), {})
    return sorted(
        (standing for standing in STANDINGS if row.get(standing) == "200"),
        key=lambda standing: FIRST.index(standing) if standing in FIRST else len(FIRST),
    )


def hand_over(client: Client, context: BrowserContext, url: str) -> None:
    """Give a browser the client's session, and the links that it has opened."""
    kept = client.cookies.items()
    context.add_cookies([{"name": name, "value": one.value, "url": url} for name, one in kept if one.value])


def is_a_page(client: Client, path: str) -> bool:
    """Whether what is there is a page, and no file or data."""
    answer = client.get(path)
    let_go(answer)
    return answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.DEMO = True
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    settings.SIGNING_KEY_PASSPHRASE = "a passphrase for tests"
    return World()


def test_every_page_is_easy_to_use_and_fits_a_phone(world, browser, live_server, open_context) -> None:
    problems: list[str] = []
    pages = {standing: open_context() for standing in STANDINGS}
    looked = 0

    def look(address: Address, standing: str) -> None:
        path = world.path(address)
        hand_over(world.clients[standing], pages[standing], live_server.url)
        page = pages[standing].new_page()
        try:
            page.goto(path)
            problems.extend(f"{address.name} ({standing}): {line}" for line in hindrances(page))
            page.set_viewport_size(PHONE)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > PHONE["width"]:
                problems.append(f"{address.name} ({standing}): {wide} pixels wide on a phone")
        finally:
            page.close()

    for address in addresses():
        for standing in who_sees(address.name)[:1]:
            if is_a_page(world.clients[standing], world.path(address)):
                look(address, standing)
                looked += 1
    assert looked > 150
    assert problems == []
