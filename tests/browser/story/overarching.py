"""Chapter two: the overarching protocol, from the template to the signed PDF."""

from playwright.sync_api import Response

from tests.browser.story import agreeing
from tests.browser.story.people import Person

PARTIES = ("Wigan Council", "Greater Manchester Police", "Wigan Hospitals Trust", "Jigsaw Homes")
BASE = "/protocols/GM-0001/v1/"
SENTENCE = "The partners publish each year what this sharing changed for residents."
SIGNATORIES = {
    "Alison Reid": "Wigan Metropolitan Borough Council",
    "Stephen Watts": "Greater Manchester Police",
    "Mary Khan": "Wrightington, Wigan and Leigh Teaching Hospitals NHS Foundation Trust",
    "Ruth Lowe": "Jigsaw Homes Tameside",
}


def creates(officer: Person) -> None:
    """The officer begins from the template; an end before the start is refused beside the field."""
    officer.go("/protocols/")
    officer.looks("protocols, none yet")
    officer.go("/protocols/new/")
    officer.reads("Begin a protocol")
    officer.follows("Overarching data-sharing protocol")
    officer.fills(
        title="Sharing information for a safer Greater Manchester",
        purpose="So that the partners prevent crime and protect people, sharing no more than each purpose needs.",
    )
    for name, year in (("starts_on", 2027), ("ends_on", 2026), ("review_on", 2028)):
        officer.dates(name, 3, 3, year)
    officer.presses("Create the protocol")
    officer.looks("creation refused")
    assert "safer Greater Manchester" in officer.page.locator("[name=title]").input_value()
    officer.dates("ends_on", 3, 3, 2030)
    officer.presses("Create the protocol")
    officer.reads("Choose the parties")
    for party in PARTIES:
        officer.ticks(party)
    officer.presses("Save the parties")


def writes(officer: Person) -> None:
    """The officer fills in the two details that nobody can know, and edits a clause in the editor."""
    officer.go(f"{BASE}tasks/")
    officer.looks("task list")
    officer.go(f"{BASE}details/")
    officer.looks("details")
    officer.fills(complaints_contact="Information governance, Wigan Council, Town Hall, Wigan WN1 1YN")
    officer.fills(host_party="Wigan Metropolitan Borough Council")
    officer.presses("Save the details")
    officer.go(f"{BASE}sections/S03/")
    editor = officer.page.locator(".ProseMirror[aria-labelledby]")
    editor.wait_for()
    officer.looks("section editor")
    editor.click()
    officer.page.keyboard.press("Control+End")
    officer.page.keyboard.press("Enter")
    with officer.page.expect_response(_saves_all):
        officer.page.keyboard.type(SENTENCE)
    officer.page.locator("[data-saved]", has_text="Saved").wait_for()
    officer.go(f"{BASE}text/")
    officer.sees("publish each year what this sharing changed")
    officer.looks("text")


def _saves_all(response: Response) -> bool:
    """Whether this answers an autosave that held the whole sentence."""
    return response.url.endswith("/save/") and SENTENCE in (response.request.post_data or "")


def is_agreed(cast: dict[str, Person]) -> None:
    """Consultation, one request for changes, approval, four signatures, the seal."""
    officer, dana = cast["priya"], cast["dana"]
    creates(officer)
    writes(officer)
    agreeing.consults(officer, cast["ben"], BASE, "S27", "Name the office that answers complaints.")
    agreeing.submits(officer, BASE)
    agreeing.decides(cast["femi"], "Greater Manchester Police", "GM-0001")
    agreeing.works_the_queue_by_keys(dana, "Ask each colleague, and keep a record")
    for party in ("Wigan Council", "Wigan Hospitals Trust", "Jigsaw Homes"):
        agreeing.decides(dana, party, "GM-0001")
    for who, party in zip(("alison", "stephen", "mary", "ruth"), PARTIES, strict=True):
        agreeing.signs(cast[who], party, "GM-0001")
