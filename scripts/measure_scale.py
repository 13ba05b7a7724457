"""Measure a very large protocol beside a small one: `.venv/bin/python scripts/measure_scale.py`.

Makes a portal of its own in a temporary directory, with a small draft and one of 200 sections, 500 comments and 300
flows, and prints for each page the queries and the milliseconds (median of some openings) of both, and their ratio.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    from django.test import Client

PAGES = ("version", "text", "tasks", "flows", "comments", "legal", "section")
OPENINGS = 7


def main() -> None:
    """Set up, fill, open each page, print the table."""
    with tempfile.TemporaryDirectory(prefix="concordat-scale-") as directory:
        os.environ["CONCORDAT_DATA"] = directory
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _measure()


def _measure() -> None:
    from protocols.queries.protocols import address_of
    from tests.protocols import factories_law as laws
    from tests.protocols import factories_life as life
    from tests.protocols.big import grow
    from tests.protocols.test_queries_per_list import signed_in

    people = life.cast()
    parent = life.draft(people)
    laws.put_in_state(parent, "in_force")
    small, large = (life.thematic_draft(people, life.again(parent)) for _ in range(2))
    grow(small, by=people.officer, comments=2, flows=2)
    grow(large, by=people.officer, sections=200, comments=500, flows=300)
    client = signed_in(people.officer)
    print(f"{'page':<10}{'queries':>16}{'milliseconds':>20}{'ratio':>8}")
    for page in PAGES:
        more = ["S21"] if page == "section" else []
        (few, quick), (many, slow) = (_open(client, address_of(page, one, *more)) for one in (small, large))
        print(f"{page:<10}{few:>7} and {many:<4}{quick:>9.0f} and {slow:<6.0f}{slow / quick:>8.2f}")


def _open(client: "Client", address: str) -> tuple[int, float]:
    """How many queries a page asks, and its median milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    times = []
    for _ in range(OPENINGS):
        began = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked), statistics.median(times)


if __name__ == "__main__":
    main()
