"""The watch over the browser sees what it should: a watch that sleeps is worse than none."""

import pytest


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
    page.wait_for_timeout(200)
    assert any("mistake" in line for line in watch.problems)


def test_a_request_to_another_host_is_stopped_and_seen(page, watch):
    watch.expect("elsewhere.example")
    watch.expect("Content Security Policy")
    page.evaluate("fetch('http://elsewhere.example/x').catch(() => {})")
    page.goto("/about/")
    page.wait_for_timeout(200)
    assert any("elsewhere.example" in line for line in watch.problems)


def test_a_page_that_does_not_exist_is_seen(page, watch):
    watch.expect("404")
    page.goto("/there-is-no-such-page/")
    assert any(line.startswith("answer 404") for line in watch.problems)


def test_a_page_that_is_hard_to_use_is_told_with_the_element(page, axe):
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_page_too_wide_for_a_phone_is_told(page, look):
    page.evaluate("document.querySelector('main').style.width = '900px'")
    with pytest.raises(AssertionError, match="pixels wide"):
        look(page, "too-wide")
