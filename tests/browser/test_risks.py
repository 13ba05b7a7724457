"""The risk register in a real browser: usable by everyone, at desk and phone width."""

import re

import pytest
from docx import Document
from playwright.sync_api import expect

from partners.roles import RoleKind
from protocols.models import Risk
from tests.browser.leaving import leave_by
from tests.browser.test_drafting import at
from tests.protocols import factories, factories_risks
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db(transaction=True)


def test_risks_are_begun_from_the_starters_changed_and_pictured(person, axe, look):
    officer = factories.officer()
    version = factories.draft(by=officer)
    page = person(officer)
    page.goto(at(version, "risks/"))
    axe(page)
    look(page, "risks-empty")
    page.get_by_role("button", name="Add the risk: Data is used for something else").click()
    expect(page.get_by_role("status")).to_contain_text("Risk 1: Data is used for something else is added.")
    page.get_by_role("button", name="Add all 5").click()
    expect(page.get_by_role("status")).to_contain_text("5 starter risks are added.")
    factories_risks.stays_high(version, by=officer)
    leave_by(page.get_by_role("link", name="Change risk 1"))
    page.get_by_label("Which party owns it?").select_option("Wigan Council")
    page.get_by_label("How likely is it then?").select_option("1 Rare")
    axe(page)
    look(page, "risk-form")
    page.get_by_role("button", name="Save the risk").click()
    expect(page.get_by_role("status")).to_contain_text("is saved.")
    after = page.get_by_role("table", name=re.compile("^Once measures are in place"))
    expect(after.get_by_role("row", name="1 Rare").get_by_role("link", name="Risk 1")).to_be_visible()
    axe(page)
    look(page, "risks")
    page.goto(at(version, ""))
    axe(page)
    look(page, "overview-with-risks")
    page.goto(at(version, f"risks/{Risk.objects.filter(number=2).get().pk}/delete/"))
    axe(page)


def test_the_draft_impact_assessment_comes_as_a_word_file(person, tmp_path):
    officer = factories.officer()
    version = factories.draft(by=officer)
    page = person(officer)
    page.goto(at(version, "risks/"))
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the draft (Word)").click()
    started.value.save_as(tmp_path / "draft.docx")
    assert started.value.suggested_filename.endswith("impact-assessment-draft.docx")
    assert Document(str(tmp_path / "draft.docx")).paragraphs[0].text == "Data protection impact assessment"


def test_an_approver_reads_the_risks(person, axe, look):
    people = life.cast()
    draft = life.draft(people)
    for partner in people.partners:
        people.at(partner, RoleKind.SIRO)
    factories_risks.add(draft, by=people.officer)
    factories_risks.stays_high(draft, by=people.officer)
    version = life.submitted(people, draft)
    page = person(people.at(people.partners[1], RoleKind.SIRO))
    page.goto(at(version, "approve/"))
    leave_by(page.get_by_role("link", name="Risks", exact=True).first)
    axe(page)
    look(page, "approve-risks")
