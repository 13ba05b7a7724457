"""The main job, end to end, in a real browser: nine people in nine roles, from public registers to signed PDFs."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.browser.conftest import LOOKS
from tests.browser.story import agreeing, joining, overarching, thematic
from tests.browser.story.people import Person

pytestmark = pytest.mark.django_db(transaction=True)
MANUAL = {"overview", "section editor", "step C1.2"}  # what the manual shows
HERE = Path(__file__).parent
SHARED = Path(os.environ.get("CONCORDAT_SHARED", HERE.parents[2] / "shared")) / "data" / "organisations"


def register(name: str) -> str:
    """A public register: the real one where it is at hand, otherwise a few rows of the same columns."""
    real = SHARED / name
    return str(real if real.exists() else HERE / "story" / "data" / name)


@pytest.fixture
def someone(open_context, axe, look, watch):
    """Make people, each with a browser of their own; each kind of page is checked and pictured once."""
    watch.expect("422")  # a form that is refused, with everything typed still in it
    people: dict[str, Person] = {}
    checked: set[str] = set()

    def check(page, name: str) -> None:
        known = name or page.locator("h1").first.inner_text().split("\n")[-1][:40]
        if known not in checked:
            checked.add(known)
            axe(page)
            look(page, "story " + "".join(c for c in known.lower() if c.isalnum() or c == " "))
            if known in MANUAL:
                look(page, known.lower().replace(" ", "-").replace(".", "-"), manual=True)

    def person(name: str, email: str) -> Person:
        if email not in people:
            people[email] = Person(name, email, open_context().new_page(), check)
        return people[email]

    yield person
    for one in people.values():  # what each of them saw last: the place to look when the story breaks off
        one.page.screenshot(path=LOOKS / f"story last {one.name}.png", full_page=True)


def test_greater_manchester_agrees_from_nothing_to_signed_documents(someone, tmp_path):
    for command in ("sync_law", "sync_templates"):
        call_command(command)
    for name in ("local-authority-eng.tsv", "police-force.tsv"):
        call_command("import_partners", register(name), "--apply", "--quiet")
    call_command(
        "add_partnership", "Greater Manchester Community Safety Partnership", prefix="GM", area="Greater Manchester",
        officer_name="Priya Shah", officer_email="priya.shah@gm.example",
    )  # fmt: skip
    cast = joining.everybody_joins(someone)
    overarching.is_agreed(cast)
    file = agreeing.downloads(cast["sam"], overarching.BASE, tmp_path)
    agreeing.read_back(file, signatories=overarching.SIGNATORIES, words=["GM-0001", "publish each year what this"])
    thematic.is_agreed(cast)
    file = agreeing.downloads(cast["sam"], thematic.BASE, tmp_path)
    text = agreeing.read_back(file, signatories=overarching.SIGNATORIES, words=thematic.WORDS_IN_PDF)
    assert "Name of the liable person" not in text  # what was refused is recorded as refused, and not as shared
    agreeing.is_checked_by_anybody(someone("A passer-by", "nobody@example.org"), file, thematic.TITLE)
    is_handed_out_by_the_operator(file, tmp_path / "exported.pdf")


def is_handed_out_by_the_operator(downloaded: Path, exported: Path) -> None:
    """The operator's commands give the same file and find it whole, and the trail of all this holds together."""
    call_command("export_protocol", "GM-0002", format="pdf", output=exported)
    assert exported.read_bytes() == downloaded.read_bytes()
    call_command("verify_document", exported)
    call_command("verify_audit")
