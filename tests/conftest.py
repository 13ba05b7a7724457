"""Isolation only: no network but this machine, no mail, documents in a folder that is thrown away."""

import gc
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.db import connection
from django.test import Client, SimpleTestCase, TransactionTestCase

from portal import preparing
from portal.audit.triggers import SQLITE, SQLITE_DROP
from tests import locks_taken
from tests.beginnings import Beginning
from tests.libreoffice import LibreOffice
from tests.lock_order import KEPT_TO_IT
from tests.reading_only import writing_nothing

LOCAL = {"127.0.0.1", "::1", "localhost"}
LONG, AROUND = 2_000, 200  # letters: a text too long to be shown whole, and what is shown on either side of the place
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_configure() -> None:
    """Static files are looked for as they are asked for: every client of a test would list them all to begin with.

    A query that cannot be prepared fails.
    """
    portal_settings.WHITENOISE_AUTOREFRESH = True
    preparing.STRICT = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Races need connections that do not wait for one another: they run where the database is PostgreSQL.

    There, tests that touch no database are left out: they say the same as beside SQLite, where they always run.
    """
    if connection.vendor == "postgresql":
        elsewhere = [item for item in items if not uses_database(item)]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if uses_database(item)]
        return
    skip = pytest.mark.skip(reason="runs on PostgreSQL: scripts/with_postgresql.py pytest -m postgresql")
    for item in items:
        if item.get_closest_marker("postgresql"):
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """What was loaded to begin with stays: looking through it for rubbish over and over takes a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Words that are missing from a page, or should be: the words, and a little of the page rather than all of it."""
    if op not in ("in", "not in") or not (isinstance(left, str) and isinstance(right, str)) or len(right) < LONG:
        return None
    place = right.find(left)
    near = right[max(0, place - AROUND) : place + len(left) + AROUND] if place >= 0 else right[: 2 * AROUND]
    return [f"{left!r} {op} a text of {len(right):,} letters", f"which {'says' if place >= 0 else 'begins'}: {near!r}"]


def uses_database(item: pytest.Item) -> bool:
    """Whether the test may touch the tests' database; pytest-django refuses it to every other test."""
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
        return True
    case = getattr(item, "cls", None)
    return case is not None and issubclass(case, SimpleTestCase)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as a portal has it: in memory, the browser's requests would share one connection."""
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict.setdefault("TEST", {})["NAME"] = str(name)


@pytest.fixture(autouse=True)
def documents_elsewhere(request: pytest.FixtureRequest, settings, tmp_path: Path) -> None:
    """Each test keeps its files to itself: none to begin with, or copies of those that its module began with."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    if "beginning" in request.fixturenames:
        request.getfixturevalue("beginning").copy_files(settings.MEDIA_ROOT)


@pytest.fixture(scope="session")
def keys_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal's signing keys are made once, in a folder that is thrown away."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def beginning(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory, keys_for_tests: Path
) -> Iterator[Beginning]:
    """What all tests of a module begin with is made once; the module's end undoes it."""
    with Beginning(django_db_blocker, tmp_path_factory.mktemp("beginning"), keys_for_tests) as begun:
        yield begun


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Passwords are hashed the quick way, since tests make many people."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def reading_changes_nothing() -> Iterator[None]:
    """Nothing that any test reads writes a row, whatever the test has brought the portal to."""
    asked = Client.request

    def watched(self: Client, **request: object) -> object:
        with writing_nothing(str(request["REQUEST_METHOD"]), str(request["PATH_INFO"])):
            return asked(self, **request)

    Client.request = watched
    yield
    Client.request = asked


@pytest.fixture(autouse=True, scope="session")
def looking_at_locks() -> None:
    """Which rows are held, and in which order, is looked at where there are such locks."""
    if connection.vendor == "postgresql":
        locks_taken.look_on()


@pytest.fixture(autouse=True)
def locks_are_taken_in_order(request: pytest.FixtureRequest) -> Iterator[None]:
    """No act holds rows in an order of its own, in which another act could wait for it for ever."""
    locks_taken.trouble.clear()
    yield
    assert request.path.stem not in KEPT_TO_IT or not locks_taken.trouble


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise PermissionError(f"A test tried to reach {address[0]}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with a profile of its own in each process of tests; skips where it is not installed."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(autouse=True, scope="session")
def flushing_lifts_the_append_only_triggers() -> Iterator[None]:
    """Emptying SQLite between transactional tests deletes rows, which the audit triggers refuse: lift them for it."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(self) -> None:
        lifted = connection.vendor == "sqlite" and "audit_auditevent" in connection.introspection.table_names()
        with connection.cursor() as cursor:
            for statement in SQLITE_DROP if lifted else []:
                cursor.execute(statement)
        flush(self)
        with connection.cursor() as cursor:
            for statement in SQLITE if lifted else []:
                cursor.execute(statement)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = flush
