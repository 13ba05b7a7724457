"""The table of data flows in a real browser, edited like a spreadsheet; and forms and pages beside it, for everyone."""

import pytest
from playwright.sync_api import Page, expect

from protocols.loader.flow_tables import CELLS
from tests.browser.test_drafting import at
from tests.protocols import factories, factories_case
from tests.protocols.test_flow_tables import NEW

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """([name, text]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.getElementById(name).dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def copied(*titles: str) -> str:
    """Rows as a spreadsheet copies them: tabs between cells, and quotation marks round cells with line breaks."""
    lines = []
    for title in titles:
        cells = {**NEW, "title": title}
        told = [cells.get(column.key, "").replace("\r\n", "\n") for column in CELLS]
        lines.append("\t".join(f'"{cell}"' if "\n" in cell else cell for cell in told))
    return "\r\n".join(lines) + "\r\n"


def cell(page: Page, row: str, column: str):
    return page.get_by_label(f"{row}, {column}", exact=True)


def test_a_block_pasted_over_existing_rows_changes_them_and_adds_the_rest(person, axe, look):
    by = factories.officer()
    version = factories.draft(by=by)
    flow = factories.flow(version, by=by, title="As it was")
    factories_case.entry(version, by=by)
    factories_case.barrier(version, by=by)
    page = person(by)
    page.goto(at(version, "flows/table/"), timeout=60_000)
    page.evaluate(PASTE, [f"f{flow.pk}-title", copied("One", "Two", "Three", "Four", "Five", "Six")])
    expect(page.get_by_text("6 rows pasted. Save all to keep them.")).to_be_visible()
    expect(cell(page, "New flow 5", "From")).to_have_value("Wigan Council")
    cell(page, "New flow 5", "Name").press("Enter")
    expect(cell(page, "New flow 6", "Name")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "New flow 5", "Name")).to_be_focused()
    axe(page)
    look(page, "flow-table")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_text("6 rows are saved.")).to_be_visible()
    titles = list(version.flows.order_by("number").values_list("title", flat=True))
    assert titles == ["One", "Two", "Three", "Four", "Five", "Six"]
    assert set(version.flows.values_list("items", flat=True)) == {"Name\nAddress"}
    page.goto(at(version, "case/"))
    expect(page.get_by_role("heading", name="The case for it")).to_be_visible()
    axe(page)
    look(page, "case")
    page.goto("/protocols/elsewhere/new/")
    expect(page.get_by_role("heading", name="Add one agreement made elsewhere")).to_be_visible()
    axe(page)
    look(page, "agreement-form")
