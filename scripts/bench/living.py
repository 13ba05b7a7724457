"""In one world's process: protocols lived through from draft to seal, act by act, and undone. Says what each took."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

AUTOSAVES = 5
PLACES = "scripts.bench.urls"


class Undone(Exception):
    """Raised at the end of a life, so that nothing of it is kept."""


class Clock:
    """Times of each act, and of the floor before it."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.queries: dict[str, int] = {}
        self.floors: list[float] = []
        self.proofs: list[float] = []
        self.counting = True

    def act(self, name: str, floor: Callable[[], object], do: Callable[[], Any]) -> Any:
        """Do it, with all that its commit would bring; the first life counts queries, the later ones are timed."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self._timed(floor, self.floors)
        _settled(lambda: None)  # what was got ready for the act has jobs to queue too
        if not self.counting:
            return self._timed(lambda: _settled(do), self.times[name])
        with CaptureQueriesContext(connection) as asked:
            answer = _settled(do)
        self.queries[name] = max(self.queries.get(name, 0), _own(asked.captured_queries))
        return answer

    def _timed(self, do: Callable[[], Any], times: list[float]) -> Any:
        began = time.perf_counter()
        answer = do()
        if not self.counting:
            times.append((time.perf_counter() - began) * 1000)
        return answer


def _own(queries: list[dict[str, str]]) -> int:
    """The queries without the marks of transactions, and without the constraints that are checked here."""
    return sum(1 for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SET CONSTRAINTS")))


def _settled(do: Callable[[], Any]) -> Any:
    """Do it, check the constraints that a commit checks, and queue the jobs that a commit queues."""
    from django.db import connection

    answer = do()
    connection.check_constraints() if connection.vendor == "postgresql" else None
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _, job, _ in waiting:
        job()
    return answer


def main() -> None:
    """Live several lives; the first only warms up and counts."""
    django.setup()
    settings.ROOT_URLCONF = PLACES
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.db import transaction

    from scripts.bench.lives import Life, chosen
    from scripts.bench.site import analyse

    analyse()
    call_command("createcachetable", verbosity=0)
    clock = Clock()
    for version in chosen(int(sys.argv[1]) + 1):
        with suppress(Undone), transaction.atomic():
            Life(version, clock).live()
            raise Undone
        clock.counting = False
    acts = {name: {"times": times, "queries": clock.queries[name]} for name, times in clock.times.items()}
    print(json.dumps({"acts": acts, "floors": clock.floors, "proofs": clock.proofs}))


if __name__ == "__main__":
    main()
