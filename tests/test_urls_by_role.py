"""Every address, asked for and posted to, by everybody: each answer stands in `urls_by_role.txt`, reviewed by hand.

What is posted is the page's own form, filled in where it has gaps; a + says that it did something.

A new address fails until it has its lines there. Reading changes nothing: no event, no write but to the session.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent
from tests.address_world import ANYBODY, APART, STANDINGS, World
from tests.addresses import Address, addresses

TABLE = Path(__file__).with_name("urls_by_role.txt")
WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\W?(\w+)", re.I)
# What a page that is only read may write: the session itself.
MAY_WRITE = {"django_session"}

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
    leads_to = answer.headers.get("Location", "")
    return "in" if leads_to.startswith("/accounts/login/") else str(answer.status_code)


def ours(address: Address) -> bool:
    """Whether the page is our own: those of the sign-in library are only read here, for its own tests post to them."""
    return ":" in address.name


class EveryAddressByEverybody(TestCase):
    """One world for all, with its files and keys in a directory of its own."""

    world: World
    place: ClassVar[dict[str, object]]

    @classmethod
    def setUpClass(cls) -> None:
        directory = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.place = {"DEMO": True, "MEDIA_ROOT": directory / "documents", "SIGNING_KEYS_DIR": directory / "keys"}
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        with override_settings(**cls.place):
            cls.world = World()

    def setUp(self) -> None:
        self.enterContext(self.settings(**self.place))

    def read(self, address: Address) -> Row:
        path = self.world.path(address)
        return {standing: told(client.get(path)) for standing, client in self.world.clients.items()}

    def post(self, address: Address) -> Row:
        """Everybody in turn sends the form as it stands before somebody who may see it; each time it is undone."""
        path, data = self.world.path(address), self.world.form(address)
        row = {}
        for standing, client in self.world.clients.items():
            before, events = transaction.savepoint(), AuditEvent.objects.count()
            answer = told(client.post(path, data))
            row[standing] = answer + ("+" if AuditEvent.objects.count() > events else "")
            transaction.savepoint_rollback(before)
        return row

    def test_reading(self) -> None:
        table = expected()
        for address in addresses():
            with self.subTest(address.name):
                events = AuditEvent.objects.count()
                with CaptureQueriesContext(connection) as captured:
                    row = self.read(address)
                wrote = {found[1] for query in captured if (found := WRITES.match(query["sql"]))}
                assert row == table.get((address.name, "GET")), line(address.name, "GET", row)
                assert wrote <= MAY_WRITE
                assert AuditEvent.objects.count() == events

    def test_there_is_no_line_too_many(self) -> None:
        known = {address.name for address in addresses()}
        assert {name for name, _ in expected() if name not in known} == set()

    def test_nobody_apart_is_shown_a_closed_page_about_others(self) -> None:
        table = expected()
        for address in addresses():
            if address.closed and address.parameters and ours(address):
                for standing in APART:
                    for method in ("GET", "POST"):
                        with self.subTest(f"{method} {address.name} as {standing}"):
                            assert table[address.name, method][standing] in ("404", "403", "405", "OK")

    def test_a_closed_page_leads_anybody_to_signing_in(self) -> None:
        for (name, _), row in expected().items():
            if name in {address.name for address in addresses() if address.closed}:
                with self.subTest(name):
                    assert row[ANYBODY] == "in"


def line(name: str, method: str, row: Row) -> str:
    """The line of the table that this would be."""
    return f"{name:32} {method:5}" + "".join(f"{row[standing]:>5}" for standing in STANDINGS)


def posting(address: Address):
    """A test of its own for each address that is posted to: what it changes is undone with it."""

    def test(self: EveryAddressByEverybody) -> None:
        row = self.post(address)
        assert row == expected().get((address.name, "POST")), line(address.name, "POST", row)

    return test


for one in filter(ours, addresses()):
    setattr(EveryAddressByEverybody, f"test_posting_to_{one.name.replace(':', '_')}", posting(one))
