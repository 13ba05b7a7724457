"""Everybody at work while a portal is upgraded: they read, comment, write clauses, sign, and sign in with codes."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle, islice

import requests

from tests.form_filling import form_on
from tests.soak import PASSWORD
from tests.soak.answers import BASIS
from tests.soak.load import Load, sign_in
from tests.soak.proofs import code_now, signed_in

Code = Callable[[], str]
ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')
OPEN = 1.5  # seconds for which somebody has a page open before they send its form: another release may answer it
SAVES = 5  # of a clause as it is written, between two by its button


@dataclass
class Done:
    """What people were told was done, beside their comments."""

    saves: int = 0
    written: dict[str, str] = field(default_factory=dict)
    signed: list[int] = field(default_factory=list)
    let_in: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Work(Load):
    """All of them, until the block is left; `done` counts."""

    def __init__(self, site: str, world: dict) -> None:
        comment = world["comment"]
        super().__init__(site, comment["address"], comment["people"], comment["tell"])
        self.world, self.done = world, Done()
        self.desks = [sign_in(site, world["write"]["officer"]) for _ in range(3)]

    def at_work(self) -> list[Callable[[], None]]:
        """Those who comment, and the others."""
        *desks, reading = self.desks
        half = len(self.world["sign"]) // 2
        return [
            *super().at_work(),
            *(partial(self._write, *one) for one in zip(desks, self.world["write"]["clauses"], strict=True)),
            *(partial(self._sign, some) for some in (self.world["sign"][:half], self.world["sign"][half:])),
            partial(self._read, reading),
            partial(self._come, self._with_apps(), 4.0),
            partial(self._come, self._with_codes(), 3.0),
        ]

    def _read(self, browser: requests.Session) -> None:
        """Pages with everything that belongs to them, as a browser asks for it."""
        for address in cycle(self.world["write"]["pages"]):
            if self.stopping.is_set():
                return
            page = self.ask(browser, "GET", address)
            for asset in sorted(set(ASSET.findall(page.text if page is not None else ""))):
                self.ask(browser, "GET", asset)
            time.sleep(OPEN)

    def _write(self, browser: requests.Session, clause: dict[str, str]) -> None:
        """A clause, saved as it is written, and now and then by the button."""
        turns = count(1)
        while not self.stopping.is_set():
            page = self.ask(browser, "GET", clause["page"])
            form = form_on(page.text, clause["page"]) if page is not None else {}
            if "revision" not in form:
                continue
            for turn in islice(turns, SAVES):
                time.sleep(OPEN / SAVES)
                self._save(browser, clause, form, f"<p>Written {turn} times.</p>")
            words = f"<p>Written {next(turns)} times, by the button.</p>"
            answer = self.ask(browser, "POST", clause["page"], {**form, "body": words})
            if answer is not None and answer.status_code == requests.codes.found:
                self._note_save(clause, words)

    def _save(self, browser: requests.Session, clause: dict[str, str], form: dict[str, list[str]], words: str) -> None:
        told = {"revision": int(form["revision"][0]), "body": words}
        token = {"X-CSRFToken": form["csrfmiddlewaretoken"][0]}
        answer = self.ask(browser, "POST", clause["save"], json=told, headers=token)
        if answer is not None and answer.status_code == requests.codes.ok:
            form["revision"] = [str(answer.json()["revision"])]
            self._note_save(clause, words)

    def _note_save(self, clause: dict[str, str], words: str) -> None:
        with self.lock:
            self.done.saves += 1
            self.done.written[clause["id"]] = words

    def _sign(self, agreements: list[dict]) -> None:
        """One agreement after the other, each by both of its parties; who has codes proves with one who they are."""
        for agreement in agreements:
            for person in agreement["people"]:
                if self.stopping.is_set():
                    return
                code = partial(code_now, person["secret"]) if "secret" in person else None
                browser = signed_in(self, person["email"], code)
                self._note(bool(browser), f"{person['email']} to sign")
                if browser is not None and not self._signature(browser, agreement, person):
                    self._note(False, f"the signature of {person['email']}")

    def _signature(self, browser: requests.Session, agreement: dict, person: dict) -> bool:
        address, proof = agreement["address"], person.get("codes", [PASSWORD])[0]
        page = self.ask(browser, "GET", address)
        time.sleep(OPEN)
        typed = {"post": "Chief executive", "basis": BASIS, "proof": proof}
        answer = self.ask(
            browser, "POST", address, {**form_on(page.text if page is not None else "", address), **typed}
        )
        if answer is None or answer.status_code != requests.codes.found:
            return False
        with self.lock:
            self.done.signed.append(agreement["version"])
        return True

    def _come(self, people: Iterator[tuple[str, Code]], every: float) -> None:
        """They sign in, one after the other."""
        for email, code in people:
            self._note(signed_in(self, email, code) is not None, email)
            if self.stopping.wait(every):
                return

    def _note(self, let_in: bool, who: str) -> None:
        with self.lock:
            (self.done.let_in if let_in else self.done.refused).append(who)

    def one_of_each(self) -> list[tuple[str, Code]]:
        """Somebody who comes with a code of their app, and somebody who comes with a recovery code not used yet."""
        app, codes = self.world["apps"][-1], self.world["codes"][-1]
        return [(app["email"], partial(code_now, app["secret"])), (codes["email"], partial(str, codes["codes"][-1]))]

    def _with_apps(self) -> Iterator[tuple[str, Code]]:
        for one in cycle(self.world["apps"]):
            yield one["email"], partial(code_now, one["secret"])

    def _with_codes(self) -> Iterator[tuple[str, Code]]:
        for turn in range(len(self.world["codes"][0]["codes"]) - 1):  # the last is for afterwards
            yield from ((one["email"], partial(str, one["codes"][turn])) for one in self.world["codes"])
