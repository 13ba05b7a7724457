"""The parts that pages are made of, in a real browser: usable by everybody, at any width, with script and without."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 800}
PLACES = ["/styleguide/", "/accounts/login/", "/accounts/password/reset/", "/accessibility/", "/no-such-page/"]


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def visitor(stranger: Page, watch) -> Page:
    watch.expect("404")
    return stranger


def wider_than_its_window(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_usable_by_everybody_at_desk_and_at_320_pixels(visitor, axe, place):
    visitor.goto(place)
    axe(visitor)
    visitor.set_viewport_size(NARROW)
    axe(visitor)
    assert wider_than_its_window(visitor) <= 0


def test_a_page_at_twice_the_text_size_loses_nothing(visitor):
    visitor.goto("/styleguide/")
    visitor.evaluate("document.documentElement.style.fontSize = '32px'")
    assert wider_than_its_window(visitor) <= 0


def test_the_error_summary_takes_the_focus_and_its_links_lead_to_the_fields(visitor):
    visitor.goto("/accounts/login/")
    visitor.get_by_role("button", name="Sign in", exact=True).first.click()
    expect(visitor.locator(".govuk-error-summary")).to_be_focused()
    expect(visitor).to_have_title("Error: Sign in – Concordat")
    for ident in ("id_login", "id_password"):
        visitor.locator(f".govuk-error-summary a[href='#{ident}']").click()
        expect(visitor.locator(f"#{ident}")).to_be_focused()


def test_every_link_of_the_error_summary_leads_to_a_field_that_takes_the_focus(visitor):
    visitor.goto("/styleguide/")
    links = visitor.locator(".govuk-error-summary a")
    assert links.count() > 5
    for link in links.all():
        link.click()
        expect(visitor.locator(f"[id='{link.get_attribute('href').removeprefix('#')}']")).to_be_focused()


def test_a_choice_opens_its_field(visitor):
    visitor.goto("/styleguide/")
    why = visitor.locator("#id_why")
    expect(why).to_be_hidden()
    visitor.get_by_label("Identifiable").first.check()
    expect(why).to_be_visible()
    visitor.get_by_label("Anonymous").first.check()
    expect(why).to_be_hidden()


def test_a_page_works_without_script(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    expect(page.locator(".govuk-error-summary:focus")).to_have_count(1)
    page.goto("/styleguide/")
    page.get_by_label("Identifiable").first.check()
    expect(page.locator("#id_why")).to_be_visible()
    context.close()


def test_the_keyboard_reaches_the_text_first(visitor):
    visitor.goto("/accounts/login/")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_text("Skip to main content")).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("main")).to_be_focused()


def test_states_are_told_in_colours_of_ones_own(browser, live_server):
    context = browser.new_context(base_url=live_server.url, forced_colors="active")
    page = context.new_page()
    page.goto("/styleguide/")
    expect(page.locator(".state").first).to_have_css("border-top-style", "solid")
    context.close()


def test_paper_carries_the_text_and_not_the_ways_about(visitor):
    visitor.goto("/styleguide/")
    visitor.emulate_media(media="print")
    for gone in (".masthead__nav", ".tabs", ".govuk-button"):
        expect(visitor.locator(gone).first).to_be_hidden()
    expect(visitor.locator("h1")).to_be_visible()
