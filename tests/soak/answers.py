"""What an answer says: a refusal in plain words, or that part of the portal is away, and under which reference."""

import re

import requests

from tests.soak import PASSWORD

BASIS = "Delegation, paragraph 4"
REFUSED, AWAY = "so nothing was signed", "Part of the portal is away"
REFERENCE = re.compile(r"Reference: <strong>([\w-]+)</strong>")


def plainly_refused(answer: requests.Response) -> bool:
    """Whether a signature was refused in a sentence, with what was typed but for the password."""
    told = answer.status_code == requests.codes.unprocessable and REFUSED in answer.text
    return told and _keeps_what_is_no_secret(answer)


def plainly_away(answer: requests.Response, log: str) -> bool:
    """Whether the page says what is away, with what was typed but for the password, and a reference that is logged."""
    reference = said_to_be_away(answer)
    return bool(reference) and reference in log and _keeps_what_is_no_secret(answer)


def said_to_be_away(answer: requests.Response) -> str:
    """The reference on the page that says so; empty where it is another page, or bears none."""
    found = REFERENCE.search(answer.text)
    said = answer.status_code == requests.codes.service_unavailable and AWAY in answer.text
    return found[1] if said and found and "Traceback" not in answer.text else ""


def _keeps_what_is_no_secret(answer: requests.Response) -> bool:
    return BASIS in answer.text and not any(words in answer.text for words in (PASSWORD, "Traceback"))
