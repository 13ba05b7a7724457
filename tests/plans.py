"""How PostgreSQL would find rows in a large portal: by keys that lead to few, or from one end of a table to the other.

A test's tables hold a few rows, for which any plan will do. `large` has the planner take them for hundreds of
thousands, and count what each row costs that it looks at, until the transaction is undone; nothing is read.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

ROWS = 100_000
"""Of each page of a table that there is."""
PLANNER = {
    "enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off", "enable_memoize": "off",
    "cpu_tuple_cost": "1", "cpu_index_tuple_cost": "1", "random_page_cost": "1",
}  # fmt: skip
SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"}
COMMON = re.compile(r"\(*(state|outcome|stage)\)*(::text)? = .*")
"""A condition on nothing but what a large part of all rows has."""


class Large(NamedTuple):
    """The tables that look long, and the indexes in which nothing stands."""

    tables: set[str]
    empty: set[str]


def large() -> Large:
    """Make the tables that hold anything look long."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(
            "UPDATE pg_class SET relpages = 1, reltuples = %s WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 RETURNING relname", [ROWS],
        )  # fmt: skip
        tables = {name for (name,) in cursor.fetchall()}
        for name, value in PLANNER.items():
            cursor.execute(f"SET LOCAL {name} = {value}")
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'i' AND reltuples = 0")
        return Large(tables, {name for (name,) in cursor.fetchall()})


def read_whole(rows: "QuerySet[Any]", portal: Large) -> list[str]:
    """Which of the tables that look long a query would read from end to end, or by what is common to many rows.

    With each is told by which index.
    """
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return [
        f"{name} by {node.get('Index Name', node['Node Type'])}"
        for node, name in _scans(plan)
        if name in portal.tables and node.get("Index Name") not in portal.empty and not _is_narrow(node)
    ]  # fmt: skip


def _scans(node: dict[str, Any], above: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    name = node.get("Relation Name", above)
    if node["Node Type"] in SCANS:
        yield node, name
    for child in node.get("Plans", []):
        yield from _scans(child, name if node["Node Type"].startswith("Bitmap") else "")


def _is_narrow(node: dict[str, Any]) -> bool:
    condition = node.get("Index Cond", "").strip("()")
    return bool(condition) and (" AND " in condition or not COMMON.fullmatch(condition))
