"""Every address, asked for and posted to, by everybody: each answer stands in `urls_by_role.txt`, reviewed by hand.

What is posted is the page's own form, filled in where it has gaps; a + says that it did something.

A new address fails until it has its lines there. Reading, by GET, HEAD or OPTIONS, changes nothing: no event, no file,
and no row but the session's.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from unittest.mock import patch

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import SimpleTestCase, TestCase, override_settings
from django.test.utils import CaptureQueriesContext

import portal.urls
from portal.audit.models import AuditEvent
from portal.backups.stored_files import stored_names
from portal.pacing.limits import PACES
from tests.address_foreign import Foreign, fields_with_ids
from tests.address_forms import FILLED, form_and_offers
from tests.address_world import ANYBODY, APART, BESIDE, LEFT, STANDINGS, World, let_go
from tests.addresses import Address, addresses
from tests.form_filling import missing, typed
from tests.reading_only import COUNTS, MAY_WRITE, WRITES
from tests.safety import hostile
from tests.safety.hostile import trouble
from tests.unsafe_markup import unsafe

TABLE = Path(__file__).with_name("urls_by_role.txt")

# A body that stands in the public registers, or that has joined, is no secret from any partnership's officer.
SHOWN_TO_OFFICERS = {
    "partners:detail",
    "partners:withdraw",
    "partners:invite_body",
    "partners:admit",
    "protocols:create",
}
# What a partnership shares among all its partners, and an agreement that they may ask to join.
SHOWN_BESIDE = {"datasets:ask", "datasets:board", "datasets:detail", "protocols:join"}
# What looks like words and was not typed: a text read from a file and carried on unseen; which texts one had before
# oneself; a field as it stands, which changes nothing when it is sent alone.
CARRIED_ON = {
    "datasets:upload", "protocols:flow_upload", "protocols:word_check", "protocols:details", "protocols:flow_table",
    "protocols:elsewhere_rewrite",
}  # fmt: skip
# What is sent as it stands changes nothing, and leads on.
LED_ON = {"protocols:elsewhere_rewrite"}
# Addresses that scripts post to.
JSON = {"protocols:section_save", "protocols:section_paste", "protocols:section_paragraphs"}
REFUSALS = {"403", "404", "405"}

Row = dict[str, str]


@cache
def expected() -> dict[tuple[str, str], Row]:
    """The table: (name, method) -> standing -> answer."""
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, method, *answers = line.split()
            rows[name, method] = dict(zip(STANDINGS, answers, strict=True))
    return rows


def told(answer: HttpResponse) -> str:
    """The answer in a word: its status, or `in` where it leads to signing in."""
    let_go(answer)
    leads_to = answer.headers.get("Location", "")
    return "in" if leads_to.startswith("/accounts/login/") else str(answer.status_code)


def hands_out(answer: HttpResponse) -> bool:
    """Whether the answer is a file, to keep or to be shown."""
    return answer.status_code == 200 and "Content-Disposition" in answer.headers


def obeyed(name: str) -> list[str]:
    """Those whom an address obeys, or else those whom it answers, by the table."""
    row = expected().get((name, "POST"), {})
    does = [who for who, answer in row.items() if answer.endswith("+")]
    return does or [who for who, answer in row.items() if answer in ("200", "302", "422")]


def ours(address: Address) -> bool:
    """Whether the page is our own: those of the sign-in library are only read here, for its own tests post to them."""
    return ":" in address.name


def bare(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A 404 without its page, which is the same everywhere: half of all answers here are one."""
    return HttpResponseNotFound()


class InTheWorld(TestCase):
    """One world for all tests of a class, with its files and keys in a directory of its own."""

    world: World
    place: ClassVar[dict[str, object]]

    @classmethod
    def setUpClass(cls) -> None:
        directory = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.place = {
            "DEMO": True,
            "MEDIA_ROOT": directory / "documents",
            "SIGNING_KEYS_DIR": directory / "keys",
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        }
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        with override_settings(**cls.place):
            cls.world = World()

    def setUp(self) -> None:
        self.enterContext(self.settings(**self.place))
        self.enterContext(patch.object(portal.urls, "handler404", bare))


class Reading(InTheWorld):
    """Who may read what; reading changes nothing; and no page lets in what is not its own."""

    def read(self, address: Address) -> Row:
        path, row = self.world.path(address), {}
        for standing, client in self.world.clients.items():
            answer = client.get(path)
            row[standing] = told(answer)
            assert unsafe(answer) == []
            assert not hands_out(answer) or answer.resolver_match.func.pace in PACES, "a file that no limit counts"
        return row

    def test_the_page_for_what_does_not_exist_for_somebody_is_safe_for_everybody(self) -> None:
        with patch.object(portal.urls, "handler404", "portal.govuk.views.page_not_found"):
            answers = {who: client.get("/protocols/NONE-0001/") for who, client in self.world.clients.items()}
        assert [found for answer in answers.values() for found in unsafe(answer)] == []
        assert {who for who, answer in answers.items() if b"<h1" not in answer.content} == {ANYBODY}

    def ask_otherwise(self, address: Address) -> None:
        """By the other methods that need no token, asked by somebody whom the address obeys: they are no posts."""
        path, posted = self.world.path(address), expected().get((address.name, "POST"), {})
        client = self.world.clients[next((who for who, answer in posted.items() if answer.endswith("+")), "officer")]
        for method in (client.head, client.options):
            let_go(method(path))


class Posting(InTheWorld):
    """Whom each address obeys; nothing that is sent is an error of ours.

    Ids of others are refused, and change nothing; what was typed is shown again where it is not taken.
    """

    foreign: Foreign

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with override_settings(**cls.place):
            cls.foreign = Foreign()

    def post(self, address: Address) -> Row:
        """Everybody in turn sends the form as it stands before somebody who may see it; each time it is undone."""
        path, row, self.lost = self.world.path(address), {}, []
        self.form, self.offers = data, _ = form_and_offers(self.world, address)
        for standing, client in self.world.clients.items():
            before, events = transaction.savepoint(), AuditEvent.objects.count()
            sent = {"content_type": "application/json"} if address.name in JSON else {}
            answer = client.post(path, data, **sent)
            row[standing] = told(answer) + ("+" if AuditEvent.objects.count() > events else "")
            heard = row[standing] not in {"404", "405", "in"} and not sent and address.name not in LED_ON
            if heard and not row[standing].endswith("+"):
                self.lost += [f"{standing}: {row[standing]} {words!r}" for words in missing(data, answer)]
            transaction.savepoint_rollback(before)
        return row

    def troubles(self, address: Address) -> list[str]:
        """What is wrong with the answers to what nobody means to send; see `tests.safety.hostile`."""
        who = next(iter(obeyed(address.name)), None)
        if who is None:
            return []
        client, path = self.world.clients[who], self.world.path(address)
        if address.name in JSON:
            told = [trouble(client, path, body, content_type="application/json") for body in hostile.JSON.values()]
        else:
            told = [trouble(client, path, hostile.rotated(self.form, by)) for by in range(2 if self.form else 1)]
        return [one for one in told if one]

    def refused(self, address: Address) -> list[str]:
        """What is lost of a form that nobody may take: its words alone, from before, at a text that has moved on."""
        who = next(iter(obeyed(address.name)), None)
        if address.name in JSON | CARRIED_ON or who is None or not typed(self.form):
            return []
        path = self.world.path(address)
        tries = {"the words alone": (path, {name: given for name, given in self.form.items() if typed({name: given})})}
        if "revision" in self.form:
            tries["from before"] = (path, {**self.form, "revision": "0"})
        if moved := self.world.moved_on(address):
            tries["moved on"] = (moved, self.form)
        return [f"{how}: {found}" for how, sent in tries.items() for found in self.shown_again(who, *sent)]

    def shown_again(self, who: str, path: str, data: dict[str, object]) -> list[str]:
        """What of the words is not in the answer, unless it was taken; undone."""
        before, events = transaction.savepoint(), AuditEvent.objects.count()
        with patch.object(portal.urls, "handler404", "portal.govuk.views.page_not_found"):
            answer = self.world.clients[who].post(path, data)
        let_go(answer)
        taken = AuditEvent.objects.count() > events
        transaction.savepoint_rollback(before)
        return [] if taken else [f"{answer.status_code} {words!r}" for words in missing(data, answer)]

    def others(self, address: Address) -> list[str]:
        """What an address takes that is another partnership's, in place of one's own; each try is undone."""
        if address.name in JSON:
            assert set(FILLED[address.name]) <= {"place", "words", "html", "revision", "body"}, "Does it take ids?"
            return []
        who, path, taken = next(iter(obeyed(address.name)), None), self.world.path(address), []
        for field, what in fields_with_ids(address.name, self.offers) if who else ():
            before = transaction.savepoint()
            with CaptureQueriesContext(connection) as captured:
                answer = self.world.clients[who].post(path, {**self.form, field: [self.foreign.id_of(what)]})
            let_go(answer)
            wrote = {found[1] for query in captured if (found := WRITES.match(query["sql"]))} - MAY_WRITE
            transaction.savepoint_rollback(before)
            if wrote or answer.status_code >= 500:
                taken.append(f"{field}: {answer.status_code}, wrote {sorted(wrote)}")
        return taken


class TheTable(SimpleTestCase):
    """What must hold of the table itself."""

    def test_there_is_no_line_too_many(self) -> None:
        known = {address.name for address in addresses()}
        assert {name for name, _ in expected() if name not in known} == set()

    def test_nobody_apart_is_shown_a_closed_page_about_others(self) -> None:
        others = {address.name for address in addresses() if address.closed and address.parameters and ours(address)}
        rows = {key: row for key, row in expected().items() if key[0] in others - SHOWN_TO_OFFICERS}
        shown = {(key, who) for key, row in rows.items() for who in APART if row[who] not in REFUSALS}
        assert {(key, who) for key, who in shown if not (who in BESIDE and key[0] in SHOWN_BESIDE)} == set()

    def test_who_has_left_is_answered_like_somebody_without_any_role(self) -> None:
        rows = {key: row for key, row in expected().items() if ":" in key[0]}
        assert {key for key, row in rows.items() if row[LEFT] != row["no_role"]} == set()

    def test_a_closed_page_leads_anybody_to_signing_in(self) -> None:
        closed = {address.name for address in addresses() if address.closed}
        assert {key for key, row in expected().items() if key[0] in closed and row[ANYBODY] != "in"} == set()


def line(name: str, method: str, row: Row) -> str:
    """The line of the table that this would be."""
    return f"{name:32} {method:5}" + "".join(f"{row[standing]:>9}" for standing in STANDINGS)


def reading(address: Address) -> Callable[[Reading], None]:
    """A test of its own for each address: who may read it, and that reading changes nothing."""

    def test(self: Reading) -> None:
        events, files = AuditEvent.objects.count(), set(stored_names())
        with CaptureQueriesContext(connection) as captured:
            row = self.read(address)
            self.ask_otherwise(address)
        wrote = {found[1] for query in captured if (found := WRITES.match(query["sql"]))}
        assert row == expected().get((address.name, "GET")), line(address.name, "GET", row)
        assert wrote <= (MAY_WRITE if ours(address) else MAY_WRITE | COUNTS)
        assert (AuditEvent.objects.count(), set(stored_names())) == (events, files)

    return test


def posting(address: Address) -> Callable[[Posting], None]:
    """A test of its own for each address that is posted to: whom it obeys."""

    def test(self: Posting) -> None:
        row = self.post(address)
        assert row == expected().get((address.name, "POST")), line(address.name, "POST", row)
        assert self.troubles(address) == []
        assert self.others(address) == []
        assert self.lost + self.refused(address) == []

    return test


for one in addresses():
    name = one.name.replace(":", "_")
    setattr(Reading, f"test_reading_{name}", reading(one))
    if ours(one):
        setattr(Posting, f"test_posting_to_{name}", posting(one))
