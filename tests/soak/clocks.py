"""A worker on a machine whose clock is an hour ahead joins the others, and leaves."""

import signal
import subprocess
import sys
import time

from grown import ROOT, Grown

from tests.soak.counting import AFTER_MAIL, PATIENCE, ask, lost_comments, now, number, until_idle, work_since
from tests.soak.load import Made, load_on
from tests.soak.outcomes import Outcome

WRONG = """
import datetime
from django.utils import timezone
right = timezone.now
timezone.now = lambda: right() + datetime.timedelta(hours=1)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "run_worker", "--lease=10", "--sweep-every=5"])
"""
TURNS = "SELECT count(*) FROM work_sweepturn WHERE began_at > clock_timestamp() + interval '1 minute'"


def clock_wrong(grown: Grown, made: Made) -> Outcome:
    """It works beside the others for longer than the lease that a dead worker's jobs are given back after."""
    began = now(grown)
    worker = subprocess.Popen([sys.executable, "-c", WRONG], cwd=ROOT, env=grown.environment, stderr=subprocess.DEVNULL)
    with load_on(grown, made) as seen:
        made(grown, "seal")
        time.sleep(12)
        worker.send_signal(signal.SIGTERM)
        left = worker.wait(PATIENCE)
    until_idle(grown, AFTER_MAIL)
    work, ahead = work_since(grown, began), number(grown, TURNS)
    theirs = (
        "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE worker_ids ->> 0 LIKE %s AND enqueued_at > %s"
    )
    done = ask(grown, theirs, f"%:{worker.pid}:%", began)[0][0]
    return Outcome(
        "A worker whose clock is an hour ahead",
        "1 worker, told to stop after some 20 s",
        f"{seen.asked:,} requests; {work}, {done} of the jobs done by that worker",
        f"{work.undone} jobs; {seen.failed} requests",
        f"{work.again} jobs begun twice; each mail delivered once",
        {
            "it did some of the jobs": done > 0,
            "it left when it was told to": left == 0,
            "no job was begun twice": work.again == 0,
            "each job was done": work.undone == 0 < work.jobs,
            "no sweep waits for its hour": ahead == 0,
            "each comment is there once": lost_comments(grown, seen) == 0,
            "each mail was delivered once": work.undelivered == work.twice == 0,
        },
    )
