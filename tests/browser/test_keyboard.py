"""The legal checklist with the keyboard alone: reached, answered and finished without a mouse, each page checked."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = (
    "The partners have said so, in words that anybody may read and test, and have kept a note of who decided, on "
    "which day, and of what was weighed on either side."
)
FOCUS = "document.activeElement"
AT_MOST = 120  # presses of Tab before a part of a page counts as out of reach


def reach(page: Page, selector: str) -> None:
    """Press Tab until something that matches has the focus, and see that the focus shows."""
    for _ in range(AT_MOST):
        page.keyboard.press("Tab")
        if page.evaluate(f"selector => {FOCUS}.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached with the keyboard on {page.url}")


def go_on(page: Page, selector: str) -> None:
    """Reach a link or a button and press Enter."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, name: str, value: str) -> None:
    """Reach a group of radios and go down it with the arrow keys to a value."""
    reach(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(AT_MOST):
        if page.evaluate(f"{FOCUS}.value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{name} cannot be set to {value} with the keyboard")


def answer(page: Page, wanted: str) -> None:
    """Choose an answer (the first one where none is wanted), tick what it asks for, give a reason and go on."""
    radios = page.locator("main [name=answer]")
    key = wanted or (radios.first.get_attribute("value") if radios.count() else "")
    if key:
        choose(page, "answer", key)
    boxes = page.locator("main input[type=checkbox]:visible")
    if boxes.count() and not page.locator("main input[type=checkbox]:checked:visible").count():
        reach(page, "main input[type=checkbox]")
        page.keyboard.press("Space")
    if page.locator("main [name=reason]").count():
        reach(page, "main [name=reason]")
        page.keyboard.insert_text(WORDS)
    go_on(page, "main form button")


def tell_the_facts(page: Page) -> None:
    """What a practice walk starts from."""
    choose(page, "body_class", "council")
    choose(page, "discloses", "gives")
    choose(page, "identifiability", "identifiable")
    reach(page, "[name=kinds][value=asb_cases]")
    page.keyboard.press("Space")


def test_a_whole_practice_walk_needs_no_mouse(stranger: Page, axe) -> None:
    stranger.goto("/law/")
    axe(stranger)
    go_on(stranger, "main a[href='/law/practice/current-2026/']")
    tell_the_facts(stranger)
    axe(stranger)
    go_on(stranger, "main form button")
    asked = []
    while "/steps/" in stranger.url:
        token = stranger.url.rstrip("/").rsplit("/", 1)[-1]
        assert token not in asked, stranger.locator(".govuk-error-summary").all_inner_texts()
        asked.append(token)
        axe(stranger)
        answer(stranger, {"C1.3": "no_duty", "C4.2": "not_obliged"}.get(token, ""))
    assert len(asked) >= 25
    expect(stranger.get_by_role("heading", name="Every stage is passed")).to_be_visible()
    axe(stranger)
    go_on(stranger, "main a[href$='/record/']")
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("PRACTICE")
    axe(stranger)


def test_the_process_of_2003_needs_no_mouse_and_its_record_leads_to_today(stranger: Page, axe, look) -> None:
    """The shortest whole walk of it: a statute that bars, which stops it at once."""
    stranger.goto("/law/practice/dca-2003/")
    tell_the_facts(stranger)
    go_on(stranger, "main form button")
    for token, wanted in (("D0.1", "written"), ("D0.2", "personal"), ("D1.2", "barred")):
        assert stranger.url.endswith(f"/practice/dca-2003/steps/{token}/")
        answer(stranger, wanted)
    assert stranger.url.endswith("/practice/dca-2003/end/")
    axe(stranger)
    go_on(stranger, "main a[href$='/record/']")
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("PRACTICE")
    expect(stranger.get_by_text("The same step today:")).to_have_count(4)  # one of them settled by the facts
    axe(stranger)
    look(stranger, "record-2003")


def test_the_guide_needs_no_mouse_and_leads_on_to_a_walk(stranger: Page, axe, look) -> None:
    stranger.goto("/")
    go_on(stranger, "header a[href='/law/can-i-share/'], nav a[href='/law/can-i-share/']")
    axe(stranger)
    look(stranger, "guide")
    for name, value in {"who": "council", "whom": "police", "theme": "community_safety"}.items():
        choose(stranger, name, value)
    reach(stranger, "[name=kinds][value=council_tax]")
    stranger.keyboard.press("Space")
    choose(stranger, "people", "identifiable")
    choose(stranger, "collected", "other")
    go_on(stranger, "main form button")
    expect(stranger.get_by_role("heading", name="A law stands in the way")).to_be_visible()
    axe(stranger)
    look(stranger, "guide-answer")
    go_on(stranger, "main form button")
    assert "/law/practice/current-2026/steps/C0.1/" in stranger.url


@pytest.mark.parametrize(
    "place",
    [
        "/law/gateways/?q=council+tax",
        "/law/gateways/lgfa-1992-sch2/",
        "/law/gateways/lga-2000-s2/",
        "/law/examples/",
        "/law/examples/research-on-pupils/",
        "/law/examples/council-tax-for-anti-social-behaviour/",
        "/law/checklists/dca-2003/",
    ],
)
def test_a_page_of_the_law_is_usable_by_everybody(stranger: Page, axe, look, place: str) -> None:
    stranger.goto(place)
    axe(stranger)
    look(stranger, "law" + place.split("?")[0].replace("/law/", "-").replace("/", "-").rstrip("-"))
