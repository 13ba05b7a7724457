"""Going from one page to the next: what comes after it speaks of the new page, never of the one that is going away."""

from playwright.sync_api import Locator


def leave_by(control: Locator) -> None:
    """Click a link or a button that leads to another page, and wait until that page has loaded.

    A click alone returns while the old page may still stand: what is read then is of the old page, or of none.
    """
    with control.page.expect_navigation():
        control.click()
