"""The pages of drafting in a real browser: usable by everyone, at desk and phone width."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from partners.roles import RoleKind
from protocols.loader import library
from protocols.models import ProtocolVersion
from protocols.services.comments import add_comment
from protocols.services.templates import sync_templates
from tests.browser.leaving import leave_by
from tests.protocols import factories

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "overview": "", "task-list": "tasks/", "history": "history/", "particulars": "particulars/", "parties": "parties/",
    "details": "details/", "text": "text/", "flows": "flows/", "flow-form": "flows/new/", "comments": "comments/",
    "consult": "consult/", "consultation": "consultation/", "suggest": "sections/S07/suggest/", "abandon": "abandon/",
}  # fmt: skip


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def version(officer) -> ProtocolVersion:
    made = factories.draft(by=officer)
    factories.flow(made, by=officer)
    add_comment(by=officer, version=made, body="Which year is the baseline?", nonce=uuid4())
    return made


def at(version: ProtocolVersion, path: str) -> str:
    return f"/protocols/{version.protocol.reference}/v{version.number}/{path}"


def test_every_page_of_a_draft_is_accessible_and_fits(person, officer, version, axe, look):
    page = person(officer)
    for name, path in PAGES.items():
        page.goto(at(version, path))
        axe(page)
        look(page, f"draft-{name}")


def test_a_protocol_is_begun_and_its_parties_chosen(person, officer, axe, look):
    sync_templates([library().templates["overarching"]])
    for number in range(9):
        factories.partner(f"Council {number}", of=officer.partnership)
    page = person(officer)
    page.goto("/protocols/")
    axe(page)
    look(page, "protocols-empty")
    leave_by(page.get_by_role("button", name="Begin a protocol"))
    expect(page.get_by_role("heading", name="Begin a protocol")).to_be_visible()
    axe(page)
    look(page, "protocols-new")
    page.get_by_role("link", name="Overarching data-sharing protocol").click()
    expect(page.get_by_role("button", name="Create the protocol")).to_be_visible()
    axe(page)
    page.get_by_label("Title").fill("Sharing for a safer Northmoor")
    page.get_by_label("Purpose").fill("To be safer")
    for legend, year in (("Start date", "2027"), ("Review date", "2028")):
        dates = page.get_by_role("group", name=legend)
        for part, value in (("Day", "3"), ("Month", "3"), ("Year", year)):
            dates.get_by_label(part).fill(value)
    page.get_by_role("button", name="Create the protocol").click()
    expect(page.get_by_role("status")).to_contain_text("Next, choose the parties")
    page.get_by_label("Find a partner").fill("council 7")
    page.get_by_role("checkbox", name="Council 7").check()
    expect(page.get_by_role("checkbox", name="Council 2")).to_be_hidden()
    page.get_by_label("Find a partner").fill("council 2")
    page.get_by_role("checkbox", name="Council 2").check()
    page.get_by_role("button", name="Save the parties").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("2 parties are chosen"))
    axe(page)
    look(page, "task-list-new")


def leaves_only_when_asked(page: Page, box: Locator) -> None:
    """A link clicked by mistake asks first; who goes nevertheless, and comes back, finds the words still there."""
    asked: list[str] = []
    answer = iter(["dismiss", "accept"])
    page.on("dialog", lambda dialog: (asked.append(dialog.type), getattr(dialog, next(answer))()))
    words, here = box.input_value(), page.url
    page.get_by_role("link", name="In-tray", exact=True).first.click()
    expect(box).to_have_value(words)
    assert (asked, page.url) == (["beforeunload"], here)
    leave_by(page.get_by_role("link", name="In-tray", exact=True).first)
    assert page.url != here
    page.go_back()
    expect(box).to_have_value(words)


def test_words_selected_in_the_text_are_commented_on_and_somebody_is_named(person, officer, version, axe):
    reader = factories.role(RoleKind.DPO, at=version.parties.all()[0].partner, name="Dana Obi")
    page = person(reader)
    page.goto(at(version, "text/"))
    page.locator("#section-S07 .legal-text li").first.click(click_count=3)
    page.get_by_role("link", name="Comment on these words").click()
    expect(page.get_by_label("The words you mean")).to_have_value("The parties share only what is needed.")
    page.get_by_label("Your comment").press_sequentially("Who says so, @Pri")
    page.get_by_role("button", name="Priya Shah").click()
    axe(page)
    leaves_only_when_asked(page, page.get_by_label("Your comment"))
    leave_by(page.get_by_role("button", name="Add the comment"))
    expect(page.locator(".comment__quote")).to_have_text("The parties share only what is needed.")
    assert version.comments.get(quote__gt="").mentions.get().role == officer
    assert version.readings.get().reader == reader
