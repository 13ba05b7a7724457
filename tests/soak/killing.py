"""A worker is killed while it seals, as by the power: another takes the seal up."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
from grown import Grown

from tests.soak.counting import AFTER_MAIL, PATIENCE, now, number, sealed, until_idle, wait_until, work_since
from tests.soak.load import Made
from tests.soak.outcomes import Outcome

# How long a seal has been under way when its worker is killed, in seconds.
INTO = (0.0, 0.05, 0.1, 0.2, 0.4)
SEALING = (
    "SELECT worker_ids FROM django_tasks_database_dbtaskresult "
    "WHERE status = 'RUNNING' AND task_path = 'protocols.tasks.seal'"
)
SEAL_EVENTS = "SELECT count(*) FROM audit_auditevent WHERE action = 'protocols.seal' AND at >= %s"


def killed_in_mid_seal(grown: Grown, made: Made) -> Outcome:
    """One agreement for each moment; whoever seals it is killed."""
    began, versions, waits = now(grown), [], []
    for into in INTO:
        with ThreadPoolExecutor(1) as beside:
            making = beside.submit(made, grown, "seal")
            _kill_whoever_seals(grown, into)
            versions.append(making.result()["version"])
        waits.append(wait_until(lambda: sealed(grown, versions[-1]) >= 1, "sealed by another worker"))
    until_idle(grown, AFTER_MAIL)
    work = work_since(grown, began)
    each = [sealed(grown, version) for version in versions]
    events = number(grown, SEAL_EVENTS, began)
    return Outcome(
        "Worker killed (SIGKILL) in mid-seal",
        f"{len(INTO)} kills, {', '.join(f'{into * 1000:.0f}' for into in INTO)} ms after a seal was begun",
        f"{len(versions)} agreements signed by all; {work}",
        f"{work.again} jobs broken off; {work.undone} jobs not done",
        f"taken over within {max(waits):.0f} s; sealed files of each agreement: {', '.join(map(str, each))}; "
        f"{events} seals in the audit trail",
        {
            "each agreement has one sealed file": each == [1] * len(INTO),
            "each seal is in the trail once": events == len(INTO),
            "seals were broken off": work.again > 0,
            "each job was done": work.undone == 0,
            "each mail was delivered": work.undelivered == 0,
        },
    )


def _kill_whoever_seals(grown: Grown, into: float) -> None:
    deadline = time.monotonic() + PATIENCE
    connection = psycopg2.connect(grown.database.get_uri())
    connection.autocommit = True
    with connection.cursor() as cursor:
        while True:
            cursor.execute(SEALING)
            alive = {grown.children[f"worker {each}"].pid for each in (1, 2)}
            running = {int(held[-1].split(":")[1]) for (held,) in cursor.fetchall()} & alive
            if running:
                break
            if time.monotonic() > deadline:
                raise TimeoutError("No worker was seen sealing.")
            time.sleep(0.002)
    connection.close()
    time.sleep(into)
    os.kill(running.pop(), signal.SIGKILL)
    wait_until(lambda: any(_gone(grown, each) for each in (1, 2)), "the killed worker is gone")
    for each in (1, 2):
        if _gone(grown, each):
            grown.start_worker(each)


def _gone(grown: Grown, each: int) -> bool:
    return grown.children[f"worker {each}"].poll() is not None
