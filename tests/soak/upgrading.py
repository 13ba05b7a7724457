"""An upgrade from an older release under load, as docs/how-to/operate.md tells it; and back while that is allowed."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from grown import ROOT, Grown

from tests.soak.counting import AFTER_MAIL, ask, lost_comments, now, number, sealed, until_idle, wait_until, work_since
from tests.soak.counting import Work as Jobs
from tests.soak.load import Made
from tests.soak.outcomes import Outcome
from tests.soak.proofs import signed_in
from tests.soak.releases import older_release
from tests.soak.stopping import Command
from tests.soak.working import Work

SCRIPT = ROOT / "tests" / "soak" / "before.py"
MIXED = 6  # seconds for which both releases answer side by side, at each step
APPLIED = "SELECT count(*) FROM django_migrations"
OF_OLD = (
    "SELECT count(*) FROM mfa_authenticator WHERE type <> 'webauthn' "
    "AND (data ->> 'secret' NOT LIKE 'under:%%' OR jsonb_exists(data, 'seed'))"
)
CLAUSES = "SELECT section_id, body FROM protocols_section WHERE version_id = %s"
SIGNATURES = "SELECT count(*) FROM protocols_signature"
PARTIES = 2  # of each agreement


@contextmanager
def of_the_older(grown: Grown) -> Iterator[tuple[Grown, str]]:
    """A grown portal of its own, of the older release, with a small world; and which release it is."""
    tree = grown.place / "older"
    told = older_release(tree)
    portal = Grown(grown.place / "upgraded.portal", grown.port + 10, samples=False, tree=tree)
    try:
        portal.start()
        portal.manage("prepare")
        yield portal, told
    finally:
        portal.stop()


def made_by(tree: Path, portal: Grown, what: str) -> dict:
    """Have something made by a release's own services."""
    command = [sys.executable, "-P", str(SCRIPT), what]
    environment = {**portal.environment, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, cwd=tree, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict = json.loads(done.stdout.splitlines()[-1])
    return found


def upgraded(grown: Grown, _made: Made) -> Outcome:
    """The new release readies the database beside the old one, then each process is replaced."""
    with of_the_older(grown) as (portal, older):
        old, world = portal.tree, made_by(portal.tree, portal, "world")
        began, applied, signed = now(portal), number(portal, APPLIED), number(portal, SIGNATURES)
        people = Work(f"http://127.0.0.1:{portal.port}", world)
        with people, ThreadPoolExecutor(1) as beside:
            time.sleep(MIXED)
            portal.tree, since = ROOT, time.monotonic()
            portal.manage("prepare")
            took = time.monotonic() - since
            making = beside.submit(lambda: [made_by(tree, portal, "seal")["version"] for tree in (old, ROOT) * 2])
            time.sleep(MIXED)
            for tree in (ROOT, old, ROOT):
                _replace_web(portal, tree)
            versions = making.result()
            for each in (1, 2):
                portal.restart_worker(each)
                time.sleep(MIXED)
        until_idle(portal, AFTER_MAIL)
        wait_until(lambda: number(portal, OF_OLD) == 0, "all second factors are encrypted and hashed")
        injected = (
            f"{older} → this: {number(portal, APPLIED) - applied} migrations in {took:.1f} s beside the old; 2 web "
            "processes replaced, put back and replaced again, then 2 workers, both releases side by side at each step"
        )
        signed = number(portal, SIGNATURES) - signed - PARTIES * len(versions)
        return _outcome(portal, injected, people, work_since(portal, began), versions, signed)


def _replace_web(portal: Grown, tree: Path) -> None:
    """One after the other by those of a release; between the two, both answer."""
    portal.tree = tree
    for port in portal.web:
        portal.restart_web(port)
        portal.proxy.turn_away_from(None)
        time.sleep(MIXED)


def _outcome(portal: Grown, injected: str, people: Work, work: Jobs, versions: list[int], signed: int) -> Outcome:
    seen, done = people.seen, people.done
    whole = [*versions, *(each for each, times in Counter(done.signed).items() if times == PARTIES)]
    after = [signed_in(people, *one) is not None for one in people.one_of_each()]
    verifying = Command(portal.environment, "verify_portal")
    verified = verifying.whole()
    kept = dict(ask(portal, CLAUSES, people.world["write"]["version"]))
    return Outcome(
        "Upgrade from an older release, under load",
        injected,
        f"{seen.asked:,} requests; {done.saves} saves of clauses, {len(done.signed)} signatures, {len(done.let_in)} "
        f"sign-ins; {work}",
        f"{seen.failed} requests, {len(done.refused)} sign-ins or signatures, {work.undone} jobs",
        f"{len(seen.added)} comments answered as added are there once; the last save of each clause is there; "
        f"{signed} signatures are there once, and {len(whole)} agreements sealed once; second factors of the older "
        f"release let people in before and after they were encrypted; verify_portal left with {verified}; the slowest "
        f"answer took {seen.slowest:.1f} s",
        {
            "no request failed": seen.failed == 0 < seen.asked,
            "no request was answered but as asked": set(seen.answers) <= {200, 302},
            "everybody was let in and could sign": not done.refused and bool(done.let_in),
            "each comment is there once": lost_comments(portal, seen) == 0 < len(seen.added),
            "the last save of each clause is there": done.written == {name: kept[name] for name in done.written} != {},
            "each signature is there once": signed == len(done.signed) > 0,
            "each agreement has one sealed file": all(sealed(portal, each) == 1 for each in whole),
            "each job was done": work.undone == 0 < work.jobs,
            "each mail was delivered once": work.undelivered == work.twice == 0 < work.mails,
            "old second factors let people in afterwards": all(after),
            "verify_portal finds nothing": verified == 0,
        },
    )
