"""A guest's whole way in a browser: asked by the officer, reads, signs by link and code, without an account."""

import re

import pytest
from playwright.sync_api import expect

from portal.mail.models import OutgoingMail
from tests.browser.leaving import leave_by
from tests.browser.test_drafting import at
from tests.protocols import factories_signing as signings

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guest_signs_by_link_and_code(person, stranger, axe, look, live_server):
    people, version, _ = signings.at_signing()
    signings.in_turns(people, version, 1, 2)
    officer = person(people.officer)
    officer.goto(at(version, "sign/guests/"))
    officer.get_by_label("Which party do they sign for?").select_option("Wigan Council")
    officer.get_by_label("Name", exact=True).fill("Sam Reed")
    officer.get_by_label("Post", exact=True).fill("Chair")
    officer.get_by_label("Work email address").fill("sam@wigan.example")
    officer.get_by_label("Their authority to sign").fill("Minute 4")
    officer.get_by_label("I read it out to them").check()
    officer.get_by_label("On which number?").fill("0161 496 0000")
    leave_by(officer.get_by_role("button", name="Mail the link"))
    said = officer.get_by_text("It is shown only now").inner_text()
    code = re.search(r": (\d{3} \d{3})\.", said).group(1)
    axe(officer)
    look(officer, "guests")
    mail = OutgoingMail.objects.filter(to="sam@wigan.example").latest("pk")
    link = re.search(r"/signing/[\w-]+/", mail.text).group(0)
    stranger.goto(f"{live_server.url}{link}")
    expect(stranger.get_by_role("heading", name="Read it, then sign for Wigan Council")).to_be_visible()
    axe(stranger)
    look(stranger, "guest")
    leave_by(stranger.get_by_role("link", name="Decline to sign"))
    axe(stranger)
    look(stranger, "guest-declines")
    leave_by(stranger.get_by_role("link", name="Go back"))
    stranger.get_by_label("I have read the file").check()
    stranger.get_by_label("Your code").fill(code)
    leave_by(stranger.get_by_role("button", name="Sign for Wigan Council"))
    expect(stranger.get_by_role("heading", name="You have signed")).to_be_visible()
    for path in ("sign/", "sign/order/", "sign/copies/", "sign/paper/"):
        officer.goto(at(version, path))
        axe(officer)
        look(officer, f"signing-{path.split('/')[-2]}")
