"""The watch over the browser sees what it should: a watch that sleeps is worse than none."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watch

PATIENCE = 200  # looks, a tenth of a second apart


def is_told(page: Page, watch: Watch, words: str) -> bool:
    """Whether a problem with these words is told; what the browser has to say may come a little later."""
    for _ in range(PATIENCE):
        if any(words in line for line in watch.problems):
            return True
        page.wait_for_timeout(100)
    return False


@pytest.fixture
def page(stranger, live_server):
    stranger.goto("/about/")
    return stranger


def test_a_quiet_page_is_clean(page, watch, axe, look):
    axe(page)
    look(page, "about")
    assert watch.unexpected() == []


def test_an_error_in_a_script_is_seen(page, watch):
    watch.expect("mistake")
    page.evaluate("setTimeout(() => { throw new Error('a mistake') })")
    assert is_told(page, watch, "mistake")


def test_a_request_to_another_host_is_stopped_and_seen(page, watch):
    watch.expect("elsewhere.example")
    watch.expect("Content Security Policy")
    page.evaluate("fetch('http://elsewhere.example/x').catch(() => {})")
    page.goto("/about/")
    assert is_told(page, watch, "elsewhere.example")


def test_a_page_that_does_not_exist_is_seen(page, watch):
    watch.expect("404")
    page.goto("/there-is-no-such-page/")
    assert any(line.startswith("answer 404") for line in watch.problems)


def test_a_page_that_is_hard_to_use_is_told_with_the_element(page, axe):
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_page_replaced_while_it_is_checked_is_checked_in_its_new_form(page, axe):
    hard = "<!doctype html><html lang=en><title>Hard</title><main><h1>Hard to use</h1><img src='data:,'></main></html>"
    page.route("**/hard/", lambda route: route.fulfill(body=hard, content_type="text/html"))
    page.evaluate("setTimeout(() => location.replace('/hard/'), 100)")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_page_too_wide_for_a_phone_is_told(page, look):
    page.evaluate("document.querySelector('main').style.width = '900px'")
    with pytest.raises(AssertionError, match="pixels wide"):
        look(page, "too-wide")
