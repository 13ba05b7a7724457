"""What a database knows of its own tables, by which it chooses how to answer: SQLite has to be told to look."""

from datetime import timedelta

from django.db import connection

from portal.work.models import SweepTurn

SAMPLE = 400
"""Rows of each index that SQLite looks at: a tenth of a second for 10,000 protocols."""


def look_at_tables() -> int:
    """Sweep, once a day, on SQLite: look at how its indexes are filled. PostgreSQL does so by itself.

    Unless it has looked, SQLite takes every index to tell rows apart, even one in which nearly all rows are alike, and
    reads the whole portal where one partnership was asked for. Connections opened from then on know better.
    """
    if connection.vendor != "sqlite" or not SweepTurn.take("portal.work.planning", every=timedelta(days=1)):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {SAMPLE:d}")
        cursor.execute("ANALYZE")
    return 1
