"""The template studio, the clause library and adoption in a real browser: by keyboard, for everyone, at both widths."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from protocols.models import Template
from protocols.services.clauses import ClauseContent, put_in, save_clause
from protocols.services.creating import create_protocol
from protocols.services.studio.beginning import begin_version
from protocols.services.studio.publishing import publish_template
from tests.browser.leaving import leave_by
from tests.browser.test_drafting import at
from tests.protocols import factories
from tests.protocols import factories_studio as studio
from tests.protocols.test_adopting import renewed, settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def template(officer) -> Template:
    """A template with a draft that has a section of its own at the end, and a number that it asks for."""
    made = studio.begun(officer)
    studio.variable(officer, made)
    studio.own_section(officer, studio.again(made), body="<p>Within [[board_days]] days.</p>")
    return studio.again(made)


def test_sections_are_put_in_order_by_keyboard_previewed_and_published(person, officer, template, axe, look):
    page = person(officer)
    page.goto(f"/templates/{template.slug}/draft/")
    last = page.get_by_role("heading", level=3).last
    expect(last).to_contain_text("Our own section")
    page.locator(".studio__section").last.get_by_role("button", name="Up").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3).last).not_to_contain_text("Our own section")
    axe(page)
    look(page, "studio-draft")
    leave_by(page.get_by_role("link", name="Preview it with sample values"))
    leave_by(page.get_by_role("button", name="Make a PDF"))
    expect(page.get_by_role("link", name="Download the preview")).to_be_visible()
    axe(page)
    look(page, "studio-preview")
    page.goto(f"/templates/{template.slug}/draft/publish/")
    leave_by(page.get_by_role("button", name="Publish it"))
    expect(page.get_by_role("status")).to_contain_text("Version 1 is published")
    axe(page)
    look(page, "studio-template")


def test_the_pages_round_the_studio_are_accessible_and_fit(person, officer, template, axe, look):
    key = template.draft.content["sections"][-1]["id"]
    version = create_protocol(
        by=officer, template=publish_template(by=officer, template=template), particulars=factories.particulars()
    )
    begin_version(by=officer, template=template)
    studio.rewrite(
        officer,
        template,
        key,
        title="Meetings",
        body="<p>Within [[board_days]] days of a meeting.</p>",
        guidance="So that all know.",
    )
    publish_template(by=officer, template=template)
    parent = settle(factories.draft(by=officer))
    thematic = factories.thematic_draft(parent, by=officer)
    renewed(officer, parent)
    first, second = version.sections.get(section_id="S25"), version.sections.get(section_id="S27")
    clause = save_clause(by=officer, section=first, given=ClauseContent("Breaches", note="When."), nonce=uuid4())
    put_in(by=officer, section=second, clause=clause, revision=second.revision)
    page = person(officer)
    for name, path in {
        "newer-template": at(version, "template/"), "overarching": at(thematic, "overarching/"),
        "clauses": "/clauses/?words=breach", "clause": f"/clauses/{clause.pk}/",
    }.items():  # fmt: skip
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        axe(page)
        look(page, f"studio-{name}")
