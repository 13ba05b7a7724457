"""Somebody at a browser: they read headings, fill in labelled fields and press buttons that say what will happen."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from portal.mail.models import OutgoingMail
from tests.browser.leaving import leave_by

PASSWORD = "correct-horse-battery"


def link_mailed_to(mailbox: str, words: str = "") -> str:
    """The path of the link in the newest mail to a mailbox, as the person would follow it."""
    mail = OutgoingMail.objects.filter(to=mailbox, subject__icontains=words).first()
    assert mail is not None, f"No mail about “{words}” came to {mailbox}."
    return _link_in(mail)


def _link_in(mail: OutgoingMail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found, mail.text
    return found.group(1)


@dataclass
class Person:
    """A person and their browser. Every kind of page that they pass is checked for accessibility, once."""

    name: str
    email: str
    page: Page
    check: Callable[[Page, str], None]
    seen: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path)

    def sees(self, words: str) -> None:
        """The page says this somewhere."""
        expect(self.page.locator("main")).to_contain_text(words)

    def reads(self, heading: str) -> None:
        """The page is headed so; it is also looked at."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.looks()

    def looks(self, name: str = "") -> None:
        """Check this page, once it has come."""
        self.page.wait_for_load_state()
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()
        self.check(self.page, name)

    def fills(self, **fields: str) -> None:
        """Fill in fields by the names that the form gives them."""
        for name, value in fields.items():
            box = self.page.locator(f"main [name='{name}']")
            if box.evaluate("element => element.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def dates(self, name: str, day: int, month: int, year: int) -> None:
        """Fill in a date."""
        for part, value in zip(("day", "month", "year"), (day, month, year), strict=True):
            self.page.locator(f"fieldset:has([name^='{name}']) label", has_text=part.capitalize()).locator(
                "xpath=following::input[1]"
            ).fill(str(value))

    def chooses(self, name: str, *values: str) -> None:
        """Tick boxes or choose a radio by value."""
        for value in values:
            self.page.locator(f"main [name='{name}'][value='{value}']").check()

    def ticks(self, label: str) -> None:
        """Tick the box with this label."""
        self.page.get_by_role("main").get_by_label(label, exact=True).check()

    def presses(self, text: str) -> None:
        """Press the one button, or follow the one link that looks like a button, with this text."""
        leave_by(self.page.locator("main").get_by_role("button", name=text).first)

    def follows(self, text: str) -> None:
        """Follow the link with this text."""
        leave_by(self.page.locator("main").get_by_role("link", name=text).first)

    def acts_as(self, capacity: str) -> None:
        """Change the capacity acted in, through the menu in the header."""
        if capacity in self.page.locator("header").inner_text():
            return
        self.page.locator("header summary").click()
        leave_by(self.page.locator("header").get_by_role("button", name=capacity))

    def works_on(self, thing: str, button: str = "") -> None:
        """Find what waits in the in-tray and press its one button, whatever capacity it needs."""
        self.go("/in-tray/")
        self.reads("")
        waiting = self.page.locator("main li.waiting__item", has_text=thing).first
        leave_by(waiting.get_by_role("button", name=button).first)

    def takes_up_all(self) -> None:
        """Accept every invitation in the mailbox, oldest first."""
        mails = OutgoingMail.objects.filter(to=self.email, text__contains="/invitations/").order_by("written_at", "pk")
        for mail in mails:
            self._accept(_link_in(mail))

    def takes_up(self, words: str = "") -> None:
        """Follow the newest invitation in the mailbox, making an account the first time."""
        self._accept(link_mailed_to(self.email, words))

    def _accept(self, path: str) -> None:
        self.go(path)
        self.reads("ccept your role")
        if self.page.locator("[name=password]").count():
            self.fills(name=self.name, password=PASSWORD)
            self.presses("Accept and make your account")
        else:
            self.presses("Accept the role")
