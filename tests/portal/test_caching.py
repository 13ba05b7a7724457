"""Counts of tries in a database that is full: nobody is told of tries that they did not make."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from tests.portal.people import PASSWORD, dana, tries_forgotten

__all__ = ["dana", "tries_forgotten"]
pytestmark = pytest.mark.django_db(transaction=True)
FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON portal_cache FOR EACH ROW EXECUTE FUNCTION no_room();
"""
ROOM = "DROP TRIGGER no_room ON portal_cache; DROP FUNCTION no_room()"


@contextmanager
def no_room() -> Iterator[None]:
    """The database takes no row more."""
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1" if lite else FULL)  # SQLite takes as many as it has for the least
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823" if lite else ROOM)


def test_what_could_not_be_counted_is_no_try_too_many():
    with no_room(), pytest.raises(OperationalError):
        cache.add("a-key", "a long value " * 10_000, 60)
    assert cache.add("a-key", "a value", 60)


def test_somebody_else_s_having_counted_first_is_no_failure():
    assert cache.add("a-key", "first", 60)
    assert not cache.add("a-key", "second", 60)
    assert cache.get("a-key") == "first"


def test_signing_in_while_the_database_is_full_says_so(client, dana):
    client.raise_request_exception = False
    with no_room():
        _until_full()
        answer = client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD})
    page = answer.content.decode()
    assert (answer.status_code, "Part of the portal is away" in page, PASSWORD in page) == (503, True, False)
    assert client.post("/accounts/login/", {"login": dana.email, "password": PASSWORD}).status_code == 302


def _until_full() -> None:
    """Fill the pages that SQLite has: with rows that are long, then with short ones."""
    for words in ("word " * 2_000, "word"):
        with pytest.raises(OperationalError):
            for number in count():
                cache.set(f"filler-{len(words)}-{number}", words, 60)
