"""Somebody signs in a browser: the page is opened, filled in and sent."""

import requests

from tests.form_filling import form_on
from tests.soak import PASSWORD
from tests.soak.answers import BASIS
from tests.soak.load import sign_in


class Signatory:
    """A signatory who is signed in, and has the page open."""

    def __init__(self, site: str, place: dict, number: int) -> None:
        self.site, self.address = site, place["address"]
        self.browser = sign_in(site, place["people"][number])
        self.page = ""

    def open(self) -> None:
        """Open the page with the form."""
        self.page = self.browser.get(f"{self.site}{self.address}", timeout=120).text

    def send(self) -> requests.Response:
        """Fill in the form of the page that is open, and send it; what comes back is then the page that is open."""
        typed = {"post": "Chief executive", "basis": BASIS, "proof": PASSWORD}
        answer = self.browser.post(
            f"{self.site}{self.address}", data={**form_on(self.page, self.address), **typed},
            headers={"Referer": self.site}, allow_redirects=False, timeout=120,
        )  # fmt: skip
        if answer.status_code == requests.codes.unprocessable:
            self.page = answer.text
        return answer
