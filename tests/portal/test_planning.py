"""Either database knows what reading costs, so that it reads one partnership where one is asked for."""

import pytest
from django.db import connection

from portal.work.planning import look_at_tables
from tests.protocols import factories

pytestmark = pytest.mark.django_db


def looked_at() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks by itself")
def test_it_looks_at_tables_that_hold_rows_once_a_day():
    factories.draft()
    assert look_at_tables() == 1
    assert {"protocols_protocol", "protocols_protocolversion", "partners_role"} <= looked_at()
    assert look_at_tables() == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks for no such cost")
def test_postgresql_is_told_that_its_disk_does_not_turn():
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)
