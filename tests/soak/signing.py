"""Somebody signs in a browser: the page is opened, filled in and sent."""

import requests

from tests.form_filling import form_on
from tests.soak.load import sign_in

BASIS = "Delegation, paragraph 4"
REFUSED = "so nothing was signed"


class Signatory:
    """A signatory who is signed in, and has the page open."""

    def __init__(self, site: str, place: dict, number: int) -> None:
        self.site, self.address, self.password = site, place["address"], place["password"]
        self.browser = sign_in(site, place["people"][number], self.password)
        self.page = ""

    def open(self) -> None:
        """Open the page with the form."""
        self.page = self.browser.get(f"{self.site}{self.address}", timeout=120).text

    def send(self) -> requests.Response:
        """Fill in the form of the page that is open, and send it; what comes back is then the page that is open."""
        typed = {"post": "Chief executive", "basis": BASIS, "proof": self.password}
        answer = self.browser.post(
            f"{self.site}{self.address}", data={**form_on(self.page, self.address), **typed},
            headers={"Referer": self.site}, allow_redirects=False, timeout=120,
        )  # fmt: skip
        if answer.status_code == requests.codes.unprocessable:
            self.page = answer.text
        return answer


def plainly_refused(answer: requests.Response) -> bool:
    """Whether it was refused in a sentence, with what was typed."""
    told = REFUSED in answer.text and BASIS in answer.text and "Traceback" not in answer.text
    return answer.status_code == requests.codes.unprocessable and told


def plainly_away(answer: requests.Response) -> bool:
    """Whether it was answered with the page that says what is away, with a reference and what was typed."""
    told = "Part of the portal is away" in answer.text and "Reference:" in answer.text and BASIS in answer.text
    return answer.status_code == requests.codes.service_unavailable and told
