"""Restarts under load: of every process in turn, and of PostgreSQL."""

import time
from concurrent.futures import ThreadPoolExecutor

from grown import Grown

from tests.soak.counting import AFTER_MAIL, lost_comments, now, sealed, until_idle, wait_until, work_since
from tests.soak.load import Made, load_on
from tests.soak.outcomes import Outcome

RESTARTS = ("fast", "immediate", "fast")
QUIET = 5.0


def rolling_restart(grown: Grown, made: Made) -> Outcome:
    """Every web process and worker is restarted, one after the other, while people work and seals are queued."""
    began = now(grown)
    with load_on(grown, made) as seen, ThreadPoolExecutor(1) as beside:
        time.sleep(2)
        making = beside.submit(lambda: [made(grown, "seal")["version"] for _ in range(2)])
        grown.restart_in_turn()
        versions = making.result()
        time.sleep(2)
    until_idle(grown)
    work = work_since(grown, began)
    return Outcome(
        "Rolling restart under load",
        "2 web processes and 2 workers restarted, one after the other",
        f"{seen.asked:,} requests; {work}",
        f"{seen.failed} requests, {work.undone} jobs",
        f"{len(seen.added)} comments answered as added are there once; {len(versions)} agreements sealed once; each "
        f"mail delivered once; the slowest answer took {seen.slowest:.1f} s",
        {
            "no request failed": seen.failed == 0,
            "no request was answered but as asked": set(seen.answers) <= {200, 302},
            "each comment is there once": lost_comments(grown, seen) == 0 < len(seen.added),
            "each job was done": work.undone == 0 < work.jobs,
            "no job was begun twice": work.again == 0,
            "each agreement has one sealed file": all(sealed(grown, version) == 1 for version in versions),
            "each mail was delivered": work.undelivered == 0 < work.mails,
            "no mail was delivered twice": work.twice == 0,
        },
    )


def database_restarted(grown: Grown, made: Made) -> Outcome:
    """PostgreSQL breaks off whatever it does and starts again, in order and as after a crash, under load."""
    began, processes, away = now(grown), _processes(grown), 0.0
    with load_on(grown, made) as seen, ThreadPoolExecutor(1) as beside:
        time.sleep(2)
        for how in RESTARTS:
            making = beside.submit(made, grown, "copy")
            time.sleep(1)
            away = max(away, grown.restart_database(how))
            time.sleep(QUIET)
            wait_until(lambda: time.monotonic() - seen.last_trouble > QUIET, "no request fails any more")
            making.exception()  # what makes it may itself have lost the database: it is only there for the work
        longest = seen.longest_trouble(QUIET)
    until_idle(grown, AFTER_MAIL)
    work = work_since(grown, began)
    log = "".join(path.read_text() for path in grown.place.glob("web-*.log"))
    logged = sum(reference in log for reference in seen.references)
    return Outcome(
        "PostgreSQL restarted under load",
        f"{len(RESTARTS)} restarts, each breaking off all sessions, one as a crash; away for up to {away:.1f} s",
        f"{seen.asked:,} requests; {work}",
        f"{seen.failed} requests within {longest:.1f} s of each restart: {logged} answered 503 with the page that "
        f"says so and a reference that is in the log, {seen.without_words} without, {seen.broken.total()} not at all",
        f"the same processes went on by themselves; {len(seen.added)} comments answered as added are there once; each "
        f"job done, {work.again} begun again; each mail delivered, {work.twice} of them twice",
        {
            "requests failed": seen.failed > 0,
            "each failure was a page that says so, with a reference that is in the log": logged == seen.failed,
            "it was over within seconds": longest < 30,
            "no process had to be started again": _processes(grown) == processes,
            "each comment is there once": lost_comments(grown, seen) == 0 < len(seen.added),
            "each job was done": work.undone == 0 < work.jobs,
            "each mail was delivered": work.undelivered == 0 < work.mails,
        },
    )


def _processes(grown: Grown) -> dict[str, tuple[int, int | None]]:
    """Each process of the portal, and how it left, if it did."""
    return {name: (child.pid, child.poll()) for name, child in grown.children.items()}
