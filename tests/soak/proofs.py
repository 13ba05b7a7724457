"""Somebody with a second factor signs in: a password, and then a code of their app or a recovery code."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable

import requests

from tests.form_filling import form_on
from tests.soak import PASSWORD
from tests.soak.load import Load

STEP = 30  # seconds that a code is shown
LOGIN, SECOND = "/accounts/login/", "/accounts/2fa/authenticate/"


def code_now(secret: str) -> str:
    """What the app shows (RFC 6238); waits where the code is about to change."""
    if STEP - time.time() % STEP < 3:
        time.sleep(3)
    moment = int(time.time() // STEP).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), moment, hashlib.sha1)
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def signed_in(load: Load, email: str, code: Callable[[], str] | None = None) -> requests.Session | None:
    """Their browser, if they were let in; `code` tells their code as they type it. Every request is counted."""
    browser = requests.Session()
    steps: list[tuple[str, Callable[[], dict[str, object]]]] = [
        (LOGIN, lambda: {"login": email, "password": PASSWORD}),
        *([(SECOND, lambda: {"code": code()})] if code else []),
    ]
    for address, typed in steps:
        page = load.ask(browser, "GET", address)
        if page is None or load.ask(browser, "POST", address, {**form_on(page.text, address), **typed()}) is None:
            return None
    answer = load.ask(browser, "GET", "/in-tray/")
    return browser if answer is not None and answer.status_code == requests.codes.ok else None
