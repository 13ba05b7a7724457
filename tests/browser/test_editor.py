"""Writing a clause in a real browser: saved as you go, two writers, a closed laptop, a lost session, a huge paste."""

import re

import pytest
from playwright.sync_api import Page, expect

from partners.roles import RoleKind
from protocols.models import ProtocolVersion, Section
from protocols.services.texts import save_section
from tests.protocols import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return factories.officer()


@pytest.fixture
def version(officer) -> ProtocolVersion:
    return factories.draft(by=officer)


@pytest.fixture
def clause(version) -> Section:
    return version.sections.get(section_id="S21")


@pytest.fixture
def contributor(version):
    return factories.role(RoleKind.CONTRIBUTOR, at=version.parties.all()[0].partner, name="Dana Obi")


def address(clause: Section) -> str:
    version = clause.version
    return f"/protocols/{version.protocol.reference}/v{version.number}/sections/{clause.section_id}/"


def open_clause(page: Page, clause: Section) -> None:
    """Open the page of a clause, until it can be written in and the portal knows that somebody is there."""
    with page.expect_response("**/here/"):
        page.goto(address(clause))
    expect(page.get_by_role("textbox", name=re.compile("Text of clause"))).to_be_visible()


def write(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name=re.compile("Text of clause"))
    box.press("Control+a")
    box.press_sequentially(words)


def write_at(page: Page, where: str, words: str) -> None:
    """Put the words in at once: typed one by one on a busy machine, half of them might be saved and merged first."""
    page.get_by_role("textbox", name=re.compile("Text of clause")).press(where)
    page.keyboard.insert_text(words)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Saved \d+:\d\d[ap]m"))


def text_of(clause: Section) -> str:
    clause.refresh_from_db()
    return clause.body


def test_a_clause_is_saved_while_it_is_written(person, officer, clause, axe, look):
    page = person(officer)
    open_clause(page, clause)
    write(page, "A breach is told at once.")
    saved(page)
    assert "A breach is told at once." in text_of(clause)
    axe(page)
    look(page, "section-editor")


BARE = """() => {
    for (const button of document.querySelectorAll(".prose-menubar__button")) {
        button.style.fontFamily = "sans-serif";
        button.removeAttribute("aria-disabled");
    }
}"""


def test_the_buttons_above_a_clause_can_be_read_and_tell_their_state(person, officer, clause, axe):
    begin_with(officer, clause, "<p>First paragraph.</p>")
    page = person(officer)
    open_clause(page, clause)
    bold, undo = (page.get_by_role("button", name=name, exact=True) for name in ("bold", "undo"))
    expect(bold).to_have_attribute("aria-pressed", "false")
    expect(undo).to_have_attribute("aria-disabled", "true")
    page.evaluate(BARE)  # as while the font of their pictures is on its way, or where a network keeps it back
    axe(page)
    page.get_by_role("textbox", name=re.compile("Text of clause")).press("Control+a")
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "true")
    expect(undo).to_have_attribute("aria-disabled", "false")
    saved(page)
    page.evaluate(BARE)
    axe(page)


def begin_with(officer, clause: Section, body: str) -> None:
    save_section(by=officer, section=clause, body=body, revision=clause.revision)


def test_two_writers_of_one_clause_see_one_another_and_both_keep_their_paragraphs(
    person, officer, contributor, clause, axe, look
):
    begin_with(officer, clause, "<p>First paragraph.</p><p>Second paragraph.</p>")
    first, second = person(officer), person(contributor)
    open_clause(first, clause)
    open_clause(second, clause)
    expect(second.locator("[data-others]")).to_have_text("Priya Shah is also writing here.")
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(first.locator("[data-others]")).to_have_text("Dana Obi is also writing here.")
    write_at(second, "Control+End", " Of the contributor.")
    saved(second)
    write_at(first, "Control+Home", "Of the officer. ")
    expect(first.locator("[data-saved]")).to_contain_text("Merged with what Dana Obi wrote at")
    box = first.get_by_role("textbox", name=re.compile("Text of clause"))
    expect(box).to_contain_text("Second paragraph. Of the contributor.")
    box.press_sequentially("Still here. ")
    saved(first)
    both = "<p>Of the officer. Still here. First paragraph.</p><p>Second paragraph. Of the contributor.</p>"
    expect(first.locator("[data-saved]")).not_to_contain_text("Merged")
    assert text_of(clause) == both
    axe(first)
    look(first, "section-merged")
    second.goto("about:blank")
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(first.locator("[data-others]")).to_be_empty()


WORD = (
    "<html><head><meta name=Generator content='Microsoft Word 15'></head><body>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>First</p>"
    "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>(a)</span>Under it</p>"
    "</body></html>"
)
PASTE = """html => {
    const carried = new DataTransfer();
    carried.setData("text/html", html);
    document.querySelector(".ProseMirror[contenteditable]").dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def link_to_a_paragraph(page: Page, clause: Section) -> None:
    """Of the same clause; a paragraph begun in front of it leaves it its key, and so does a copy."""
    page.evaluate(CARET_BEFORE, "p")
    page.get_by_label("Link to a clause or a defined term").select_option("#clause-S21")
    offered = page.get_by_label("Paragraph of that clause")
    choice = offered.locator("option", has_text=re.compile(r"^5\.1\(a\) Under it clause 2$"))
    expect(choice).to_have_count(1)
    offered.select_option(choice.get_attribute("value"))
    page.get_by_role("button", name="Put the link in").press("Enter")
    expect(page.locator(".ProseMirror a").first).to_have_text("clause 5.1(a)")
    kept = page.locator(".ProseMirror ol ol > li[id^=p]")
    expect(kept).to_have_text("Under it clause 2")
    page.evaluate(CARET_BEFORE, "ol ol > li p")
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror ol ol > li")).to_have_count(2)
    page.evaluate(CARET_BEFORE, "ol ol > li p")  # a key might be overtaken by the focus
    page.keyboard.type("Begun in front")
    expect(kept).to_have_text("Under it clause 2")
    page.evaluate(PASTE, kept.evaluate("one => `<ol>${one.outerHTML}</ol>`"))
    expect(kept).to_have_count(1)
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Saved \d+:\d\d[ap]m"))
    key = kept.get_attribute("id")
    assert f'href="#clause-S21/{key}"' in text_of(clause)
    assert f'<li id="{key}"><p>Under it <a' in clause.body


CARET_BEFORE = """where => {
    const editor = document.querySelector(".ProseMirror[contenteditable]").editor;
    editor.commands.focus();
    editor.commands.setTextSelection(editor.view.posAtDOM(document.querySelector(`.ProseMirror ${where}`), 0));
}"""


def test_a_list_pasted_from_word_stays_a_list_and_a_link_follows_its_clause(person, officer, clause, axe, look):
    page = person(officer)
    open_clause(page, clause)
    write(page, "Before.")
    page.get_by_role("textbox", name=re.compile("Text of clause")).press("Enter")
    page.evaluate(PASTE, WORD)
    expect(page.locator(".ProseMirror ol ol")).to_have_text("Under it")
    page.get_by_label("Link to a clause or a defined term").select_option("#clause-S03")
    page.get_by_role("button", name="Put the link in").press("Enter")
    expect(page.locator(".ProseMirror a")).to_have_text("clause 2")
    saved(page)
    assert '<a href="#clause-S03"' in text_of(clause)
    assert "<ol><li><p>First</p><ol><li><p>Under it" in clause.body
    link_to_a_paragraph(page, clause)
    axe(page)
    look(page, "section-paste-and-link")


def two_texts(person, officer, contributor, clause) -> tuple[Page, Page]:
    first, second = person(officer), person(contributor)
    open_clause(first, clause)
    open_clause(second, clause)
    write_at(second, "Control+a", "Words of the contributor.")
    saved(second)
    write_at(first, "Control+a", "Words of the officer.")
    expect(first.get_by_role("heading", name="Dana Obi saved while you were writing")).to_be_visible()
    return first, second


def test_of_two_writers_the_later_sees_both_texts_and_keeps_hers(
    person, officer, contributor, clause, watch, axe, look
):
    watch.expect("409")
    first, _ = two_texts(person, officer, contributor, clause)
    assert "Words of the contributor." in text_of(clause)
    both = first.locator(".side-by-side")
    expect(both).to_contain_text("Words of the contributor.")
    expect(both).to_contain_text("Words of the officer.")
    axe(first)
    look(first, "section-two-texts")
    first.get_by_role("button", name="Keep mine").click()
    saved(first)
    assert "Words of the officer." in text_of(clause)
    assert clause.revisions.filter(body__contains="Words of the contributor.").exists()


def test_the_later_writer_can_take_the_earlier_text(person, officer, contributor, clause, watch):
    watch.expect("409")
    first, _ = two_texts(person, officer, contributor, clause)
    first.get_by_role("button", name="Take Dana Obi’s").click()
    expect(first.get_by_role("textbox", name=re.compile("Text of clause"))).to_contain_text("Words of the contributor.")
    assert "Words of the contributor." in text_of(clause)
    write(first, "And more.")
    saved(first)
    assert "And more." in text_of(clause)


def test_the_later_writer_can_go_on_with_the_earlier_text_beside(person, officer, contributor, clause, watch):
    watch.expect("409")
    first, _ = two_texts(person, officer, contributor, clause)
    first.get_by_role("button", name="Edit mine with").click()
    write(first, "Words of both.")
    saved(first)
    expect(first.locator(".side-by-side")).to_contain_text("Words of the contributor.")
    assert "Words of both." in text_of(clause)


def sees_nothing_of(page: Page, words: str) -> None:
    """What the browser keeps of a clause is there, and says nothing to who is not signed in as its writer."""
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.goto("/about/")
    kept = page.evaluate("Object.entries(localStorage).filter(([place]) => place.startsWith('concordat:'))")
    assert len(kept) == 1
    everything = page.evaluate("JSON.stringify([localStorage, sessionStorage]) + document.documentElement.outerHTML")
    assert words.split()[-1] not in everything
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])


def test_a_laptop_closed_while_writing_loses_nothing(person, officer, clause, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = person(officer)
    open_clause(page, clause)
    page.context.set_offline(True)
    write(page, "Written on a train.")
    expect(page.locator("[data-trouble]")).to_contain_text("Your text is kept here")
    page.goto("about:blank")
    page.context.set_offline(False)
    sees_nothing_of(page, "Written on a train.")
    open_clause(page, clause)
    expect(page.get_by_role("textbox", name=re.compile("Text of clause"))).to_contain_text("Written on a train.")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved .*\d[ap]m"))
    assert "Written on a train." in text_of(clause)


def test_a_writer_who_was_signed_out_is_told_and_loses_nothing(person, officer, clause):
    page = person(officer)
    open_clause(page, clause)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    write(page, "Written after the session ended.")
    trouble = page.locator("[data-trouble]")
    expect(trouble).to_contain_text("You were signed out. Your text is kept here")
    expect(trouble.get_by_role("link", name="Sign in")).to_be_visible()
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    assert "Written after the session ended." in text_of(clause)


def test_a_paste_of_two_megabytes_is_answered_in_words_and_stays(person, officer, clause, watch):
    watch.expect("422")
    page = person(officer)
    before = text_of(clause)
    open_clause(page, clause)
    paste = "editor.commands.setContent('<p>' + 'word '.repeat(420000) + '</p>')"
    page.evaluate(f"document.querySelector('.ProseMirror[contenteditable]').{paste}")
    page.evaluate("document.querySelector('[data-editor] textarea').dispatchEvent(new Event('input'))")
    expect(page.locator("[data-trouble]")).to_contain_text("Split it over several sections")
    assert page.evaluate("document.querySelector('[data-editor] textarea').value.length") > 2_000_000
    assert text_of(clause) == before


def test_without_script_a_plain_text_area_does_the_same(open_context, officer, clause, browser, live_server, person):
    signed_in = person(officer).context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(signed_in)
    page = context.new_page()
    page.goto(address(clause))
    page.get_by_label(re.compile("Text of clause")).fill("<p>Plain words</p>")
    page.get_by_role("button", name="Save the clause").click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    assert text_of(clause) == "<p>Plain words</p>"
    context.close()
