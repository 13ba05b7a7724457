"""The faults: each puts one thing into a portal under load, and counts what was seen and what was lost."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg2
from grown import Grown

from tests.form_filling import form_on
from tests.soak.load import Load, Seen, sign_in

PATIENCE = 120
Made = Callable[[Grown, str], dict]


@dataclass(frozen=True)
class Outcome:
    """One fault: what was put in, what was seen, and how much was lost."""

    fault: str
    injected: str
    seen: str
    lost: int


def ask(grown: Grown, question: str, *values: object) -> list[tuple]:
    """Ask the database, on a connection of its own; again where it is just away."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection = psycopg2.connect(grown.database.get_uri())
        except psycopg2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
            continue
        try:
            with connection.cursor() as cursor:
                cursor.execute(question, values)
                return cursor.fetchall()
        finally:
            connection.close()


def wait_until(holds: Callable[[], bool], what: str) -> float:
    """Wait; how many seconds it took."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"It did not come about in {PATIENCE} s: {what}")
        time.sleep(0.1)
    return time.monotonic() - began


def idle(grown: Grown) -> bool:
    """Whether every job is done, and every mail sent."""
    jobs = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    mails = "SELECT count(*) FROM mail_outgoingmail WHERE sent_at IS NULL"
    return ask(grown, jobs) == ask(grown, mails) == [(0,)]


def lost_comments(grown: Grown, seen: Seen) -> int:
    """How many comments were acknowledged and are not there once."""
    kept = [body for (body,) in ask(grown, "SELECT body FROM protocols_comment WHERE body LIKE '%Soak %'")]
    return sum(1 for words in seen.added if sum(words in body for body in kept) != 1)


def failed_jobs(grown: Grown) -> int:
    return ask(grown, "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'")[0][0]


def load_on(grown: Grown, made: Made) -> Load:
    place = made(grown, "comment")
    return Load(f"http://127.0.0.1:{grown.port}", place["address"], place["people"], place["password"])


def rolling_restart(grown: Grown, made: Made) -> Outcome:
    """Every web process and worker is restarted, one after the other."""
    with load_on(grown, made) as seen:
        time.sleep(2)
        grown.restart_in_turn()
        time.sleep(2)
    wait_until(lambda: idle(grown), "all jobs done")
    lost = seen.failed + lost_comments(grown, seen) + failed_jobs(grown)
    told = f"{seen.asked} requests, {seen.failed} failed; {len(seen.added)} comments added, all there; no job failed"
    return Outcome("Rolling restart under load", "2 web processes and 2 workers restarted", told, lost)


def killed_in_mid_seal(grown: Grown, made: Made) -> Outcome:
    """The worker that is sealing is killed, as by the power; another takes the seal up."""
    taken, twice, failed = [], 0, failed_jobs(grown)
    for _ in range(3):
        with ThreadPoolExecutor(1) as beside:
            making = beside.submit(made, grown, "seal")
            _kill_whoever_seals(grown)
            version = making.result()["version"]
        taken.append(wait_until(lambda version=version: _sealed(grown, version) >= 1, "sealed by another worker"))
        twice += _sealed(grown, version) != 1
    wait_until(lambda: idle(grown), "all jobs done")
    told = f"each sealed once, by another worker, within {max(taken):.0f} s"
    return Outcome("Worker killed (SIGKILL) in mid-seal", "3 workers killed", told, twice + failed_jobs(grown) - failed)


def _kill_whoever_seals(grown: Grown) -> None:
    question = (
        "SELECT worker_ids FROM django_tasks_database_dbtaskresult "
        "WHERE status = 'RUNNING' AND task_path = 'protocols.tasks.seal'"
    )
    deadline = time.monotonic() + PATIENCE
    connection = psycopg2.connect(grown.database.get_uri())
    connection.autocommit = True
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(question)
            found = cursor.fetchone()
            if found:
                os.kill(int(found[0][-1].split(":")[1]), signal.SIGKILL)
                break
            time.sleep(0.005)
        else:
            raise TimeoutError("No worker was seen sealing.")
    connection.close()
    wait_until(lambda: any(_gone(grown, number) for number in (1, 2)), "the killed worker is gone")
    for number in (1, 2):
        if _gone(grown, number):
            grown.start_worker(number)


def _gone(grown: Grown, number: int) -> bool:
    return grown.children[f"worker {number}"].poll() is not None


def _sealed(grown: Grown, version: int) -> int:
    question = (
        "SELECT count(*) FROM protocols_document d JOIN protocols_snapshot s ON s.id = d.snapshot_id "
        "WHERE d.kind = 'signed' AND s.version_id = %s"
    )
    return ask(grown, question, version)[0][0]


def database_restarted(grown: Grown, made: Made) -> Outcome:
    """PostgreSQL breaks off whatever it does and starts again, under load."""
    with load_on(grown, made) as seen:
        time.sleep(2)
        away = grown.restart_database()
        time.sleep(8)
        after = seen.failed
        time.sleep(3)
        lasting = seen.failed - after
    wait_until(lambda: idle(grown), "all jobs done")
    lost = lasting + seen.without_words + seen.broken.total() + lost_comments(grown, seen)
    told = (
        f"away for {away:.1f} s; {seen.asked} requests, {seen.failed} failed within {seen.trouble:.1f} s, each with a "
        f"page that says so and its reference; {len(seen.added)} comments added, all there"
    )
    return Outcome("PostgreSQL restarted under load", "1 restart (fast: sessions broken off)", told, lost)


def storage_down(grown: Grown, made: Made) -> Outcome:
    """The S3 server goes away while somebody signs, and comes back."""
    place, site = made(grown, "sign"), f"http://127.0.0.1:{grown.port}"
    browser = sign_in(site, place["people"][0], place["password"])
    address = f"{site}{place['address']}"
    page = browser.get(address, timeout=60)
    typed = {"post": "Chief executive", "basis": "Delegation, paragraph 4", "proof": place["password"]}

    def send(page_text: str) -> tuple[int, str]:
        given = {**form_on(page_text, place["address"]), **typed}
        answer = browser.post(address, data=given, headers={"Referer": site}, allow_redirects=False, timeout=120)
        return answer.status_code, answer.text

    question = "SELECT count(*) FROM protocols_signature"
    before = ask(grown, question)
    grown.bucket.stop()
    began = time.monotonic()
    refused, told = send(page.text)
    waited = time.monotonic() - began
    between = ask(grown, question)
    grown.start_storage()
    signed, _ = send(told)
    after = ask(grown, question)
    well = [
        refused == 422, "so nothing was signed" in told, "Delegation, paragraph 4" in told, between == before,
        signed == 302, after[0][0] == before[0][0] + 1,
    ]  # fmt: skip
    said = f"refused in a sentence after {waited:.1f} s, with what was typed; the same form signed once it was back"
    return Outcome("Storage down while signing", "S3 server stopped and started", said, well.count(False))


FAULTS: dict[str, Callable[[Grown, Made], Outcome]] = {
    "restart": rolling_restart,
    "kill": killed_in_mid_seal,
    "database": database_restarted,
    "storage": storage_down,
}
