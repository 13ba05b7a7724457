"""Measure a very large protocol beside a small one: `.venv/bin/python scripts/measure_scale.py`.

Makes a portal of its own in a temporary directory, with a small draft and one of 200 sections, 500 comments and 300
flows. Prints for each page the queries, and the milliseconds of the processor (median of some openings) of both and
their ratio: warm, and cold, which is the first opening after a clause was written.
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
    from collections.abc import Sequence

    from django.test import Client

    from protocols.models import ProtocolVersion

PAGES = ("version", "text", "tasks", "flows", "comments", "legal", "section")
OPENINGS = 15


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
    from tests.protocols import factories_life as life
    from tests.protocols import factories_rows as rows
    from tests.protocols.big import grow
    from tests.protocols.test_queries_per_list import signed_in

    people = life.cast()
    parent = life.draft(people)
    rows.frozen(parent, "in_force")
    small, large = (life.thematic_draft(people, life.again(parent)) for _ in range(2))
    grow(small, by=people.officer, comments=2, flows=2)
    grow(large, by=people.officer, sections=200, comments=500, flows=300)
    client = signed_in(people.officer)
    print(f"{'page':<10}{'queries':>16}{'warm, ms':>20}{'ratio':>8}{'cold, ms':>20}{'ratio':>8}")
    for page in PAGES:
        more = ["S21"] if page == "section" else []
        addresses = [address_of(page, one, *more) for one in (small, large)]
        few, many = (_asked(client, address) for address in addresses)
        quick, slow, quick_cold, slow_cold = _times(client, addresses, (small, large))
        print(
            f"{page:<10}{few:>7} and {many:<4}{quick:>9.0f} and {slow:<6.0f}{slow / quick:>8.2f}"
            f"{quick_cold:>9.0f} and {slow_cold:<6.0f}{slow_cold / quick_cold:>8.2f}"
        )


def _asked(client: "Client", address: str) -> int:
    """How many queries a page asks, once what is kept in memory is there."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def _times(
    client: "Client", addresses: "Sequence[str]", versions: "Sequence[ProtocolVersion]"
) -> tuple[float, float, float, float]:
    """The median milliseconds of the small and the large one, warm, then cold; in turn, so that both meet the same."""
    warm: tuple[list[float], list[float]] = ([], [])
    cold: tuple[list[float], list[float]] = ([], [])
    for _ in range(OPENINGS):
        for place, address in enumerate(addresses):
            warm[place].append(_opened(client, address))
        for place, address in enumerate(addresses):
            _write(versions[place])
            cold[place].append(_opened(client, address))
    quick, slow, quick_cold, slow_cold = (statistics.median(times) for times in (*warm, *cold))
    return quick, slow, quick_cold, slow_cold


def _write(version: "ProtocolVersion") -> None:
    from portal.audit.acts import SYSTEM, act

    section = version.sections.get(section_id="S21")
    section.body += " "
    with act("tests.write", by=SYSTEM):
        section.save()


def _opened(client: "Client", address: str) -> float:
    began = time.process_time()
    client.get(address)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
