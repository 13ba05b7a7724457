"""Redlines in a real browser: a text is named, what changed since is read by anyone, and the old text is put back."""

import re

import pytest
from playwright.sync_api import expect

from protocols.services.texts import save_section
from tests.browser.leaving import leave_by
from tests.browser.test_drafting import at
from tests.protocols import factories

pytestmark = pytest.mark.django_db(transaction=True)
NEW = (
    "<ol><li>A breach is told at once.</li></ol>"
    "<table><tbody><tr><th>Post</th><td>Data protection officer</td></tr></tbody></table>"
)


def test_a_text_is_named_compared_and_put_back(person, axe, look):
    officer = factories.officer()
    version = factories.draft(by=officer)
    page = person(officer)
    page.goto(at(version, "versions/"))
    page.get_by_label("Name for the text as it is now").fill("Before consultation")
    page.get_by_role("button", name="Name this text").click()
    expect(page.get_by_role("status")).to_contain_text("The text as it is now is named “Before consultation”.")
    axe(page)
    look(page, "named-texts")
    section = version.sections.get(section_id="S21")
    save_section(by=officer, section=section, body=NEW, revision=section.revision)
    page.get_by_role("link", name=re.compile("^Compare with now the text")).click()
    changed = page.get_by_role("region", name=re.compile("Breaches"))
    expect(changed.locator("del")).to_contain_text("[deleted: within")
    expect(changed.locator("tr ins").first).to_contain_text("[inserted: Post]")
    axe(page)
    look(page, "redline")
    page.get_by_role("button", name="Make a PDF").click()
    expect(page.get_by_role("link", name=re.compile("^Download this redline"))).to_be_visible()
    page.goto(at(version, "versions/"))
    leave_by(page.get_by_role("link", name=re.compile("^Put back the text")))
    axe(page)
    page.get_by_role("button", name="Put this text back").click()
    expect(page.get_by_role("status")).to_contain_text("The text “Before consultation” is back.")
    section.refresh_from_db()
    assert "within [[breach_hours]] hours" in section.body
