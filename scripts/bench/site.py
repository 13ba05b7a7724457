"""One world's site in one process: opens the page that a line of its input names, and answers with a line of JSON."""

import json
import sys
import time
from typing import Any

import django
from django.conf import settings


def main() -> None:
    """Say what the world is, then open pages until the input ends."""
    django.setup()
    settings.ROOT_URLCONF = "scripts.bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    from scripts.bench import visits
    from scripts.bench.visits import about

    analyse()
    found = getattr(visits, sys.argv[1])()
    say(about(list(found)))
    for line in sys.stdin:
        page, what = json.loads(line)
        client, address = found[page]
        say(cost(client, address) if what == "cost" else opened(client, address))


def say(answer: Any) -> None:
    """One line."""
    print(json.dumps(answer), flush=True)


def analyse() -> None:
    """Let the database know how its tables are filled: PostgreSQL finds out within minutes, SQLite by a daily sweep."""
    from django.db import connection

    from portal.work.planning import SAMPLE

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE:d}")
        cursor.execute("ANALYZE")


def opened(client: Any, address: str) -> float:
    """The milliseconds that the site takes over a page, the answer's whole text included."""
    began = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    return taken


def cost(client: Any, address: str) -> dict[str, int]:
    """The queries of a page, and the rows that the database gave in answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rows, make = [0, 0], connection.make_debug_cursor
    connection.make_debug_cursor = lambda cursor: Counting(make(cursor), rows)
    try:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
    finally:
        connection.make_debug_cursor = make
    return {"queries": len(asked), "rows": rows[0], "read": rows[1], "page": len(answer.content)}


class Counting:
    """A cursor that counts the rows it hands over, and the letters in them."""

    def __init__(self, cursor: Any, counts: list[int]) -> None:
        self.cursor, self.counts = cursor, counts

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def __enter__(self) -> "Counting":
        self.cursor.__enter__()
        return self

    def __exit__(self, *raised: Any) -> Any:
        return self.cursor.__exit__(*raised)

    def __iter__(self) -> Any:
        for row in self.cursor:
            self._counted([row])
            yield row

    def fetchone(self) -> Any:
        """A row, or none."""
        row = self.cursor.fetchone()
        self._counted([row] if row is not None else [])
        return row

    def fetchmany(self, *size: int) -> Any:
        """Some rows."""
        return self._counted(self.cursor.fetchmany(*size))

    def fetchall(self) -> Any:
        """The rows that are left."""
        return self._counted(self.cursor.fetchall())

    def _counted(self, found: Any) -> Any:
        self.counts[0] += len(found)
        self.counts[1] += sum(len(value) for row in found for value in row if isinstance(value, str))
        return found


if __name__ == "__main__":
    main()
