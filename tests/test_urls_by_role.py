"""Every address, asked for and posted to, by everybody: each answer stands in `urls_by_role.txt`, reviewed by hand.

What is posted is the page's own form, filled in where it has gaps; a + says that it did something.

A new address fails until it has its lines there. Reading, by GET, HEAD or OPTIONS, changes nothing: no event, no file,
and no row but the session's.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import SimpleTestCase, TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent
from portal.backups.stored_files import stored_names
from tests.address_forms import form
from tests.address_world import ANYBODY, APART, STANDINGS, World, let_go
from tests.addresses import Address, addresses
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
# Addresses that scripts post to.
JSON = {"protocols:section_save", "protocols:section_paste", "protocols:section_paragraphs"}
REFUSALS = {"403", "404", "405"}

Row = dict[str, str]


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


def obeyed(name: str) -> list[str]:
    """Those whom an address obeys, or else those whom it answers, by the table."""
    row = expected().get((name, "POST"), {})
    does = [who for who, answer in row.items() if answer.endswith("+")]
    return does or [who for who, answer in row.items() if answer in ("200", "302", "422")]


def ours(address: Address) -> bool:
    """Whether the page is our own: those of the sign-in library are only read here, for its own tests post to them."""
    return ":" in address.name


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


class Reading(InTheWorld):
    """Who may read what; reading changes nothing; and no page lets in what is not its own."""

    def read(self, address: Address) -> Row:
        path, row = self.world.path(address), {}
        for standing, client in self.world.clients.items():
            answer = client.get(path)
            row[standing] = told(answer)
            assert unsafe(answer) == []
        return row

    def ask_otherwise(self, address: Address) -> None:
        """By the other methods that need no token, asked by somebody whom the address obeys: they are no posts."""
        path, posted = self.world.path(address), expected().get((address.name, "POST"), {})
        client = self.world.clients[next((who for who, answer in posted.items() if answer.endswith("+")), "officer")]
        for method in (client.head, client.options):
            let_go(method(path))


class Posting(InTheWorld):
    """Whom each address obeys; and nothing that is sent is an error of ours."""

    def post(self, address: Address) -> Row:
        """Everybody in turn sends the form as it stands before somebody who may see it; each time it is undone."""
        path, data, row = self.world.path(address), form(self.world, address), {}
        self.form = data
        for standing, client in self.world.clients.items():
            before, events = transaction.savepoint(), AuditEvent.objects.count()
            sent = {"content_type": "application/json"} if address.name in JSON else {}
            answer = told(client.post(path, data, **sent))
            row[standing] = answer + ("+" if AuditEvent.objects.count() > events else "")
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


class TheTable(SimpleTestCase):
    """What must hold of the table itself."""

    def test_there_is_no_line_too_many(self) -> None:
        known = {address.name for address in addresses()}
        assert {name for name, _ in expected() if name not in known} == set()

    def test_nobody_apart_is_shown_a_closed_page_about_others(self) -> None:
        others = {address.name for address in addresses() if address.closed and address.parameters and ours(address)}
        rows = {key: row for key, row in expected().items() if key[0] in others - SHOWN_TO_OFFICERS}
        shown = {(key, who) for key, row in rows.items() for who in APART if row[who] not in REFUSALS}
        assert shown == set()

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

    return test


for one in addresses():
    name = one.name.replace(":", "_")
    setattr(Reading, f"test_reading_{name}", reading(one))
    if ours(one):
        setattr(Posting, f"test_posting_to_{name}", posting(one))
