"""A register of agreements, from the file to the public register, as an officer brings it in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from partners.models import Role
from tests.browser.leaving import leave_by
from tests.protocols import factories
from tests.protocols.factories_elsewhere import FILE

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_register_is_read_checked_kept_matched_and_shown(
    person: Callable[[Role], Page], axe: Callable[[Page], None], look: Callable[..., None], live_server
):
    def stands(heading: str) -> None:
        """The page is there, and everybody can use it."""
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        axe(page)

    officer = factories.officer()
    factories.partner("Riverside Homes", of=officer.partnership)
    page = person(officer)
    page.goto(f"{live_server.url}/protocols/elsewhere/import/")
    stands("Import a register")
    page.get_by_label("The register, as CSV").set_input_files(FILE)
    page.get_by_role("button", name="Check this file").click()
    stands("Check before importing")
    expect(page.get_by_text("Nothing is kept yet")).to_be_visible()
    look(page, "agreements-to-check")
    leave_by(page.get_by_role("button", name="Import these agreements"))
    leave_by(page.get_by_role("link", name="Match the bodies"))
    stands("Match bodies")
    leave_by(page.get_by_role("link", name="Choose for HMRC/VOA"))
    page.get_by_label("Another partner").check()
    page.get_by_label("Its name").fill("riverside homes")
    stands("HMRC/VOA")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“HMRC/VOA” means Riverside Homes")).to_be_visible()
    page.goto(f"{live_server.url}/protocols/elsewhere/")
    stands("Agreements made elsewhere")
    page.get_by_role("link", name="Homes pilot").click()
    stands("Homes pilot")
    page.goto(f"{live_server.url}/register/?made=elsewhere")
    page.get_by_role("link", name="Homes pilot").click()
    expect(page.get_by_text("was not approved or signed here")).to_be_visible()
    stands("Homes pilot")
    look(page, "agreement-made-elsewhere")
