"""What the grown portal's own database and mailbox say: counted from outside, on a connection of its own."""

import email
import email.policy
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import psycopg2
from grown import Grown

from tests.soak.load import Seen

PATIENCE = 240
# A mail that was in hand when its worker or the database went is tried again once its five minutes are over.
AFTER_MAIL = 480
JOBS = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE enqueued_at >= %s"
WAITING = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
UNSENT = "SELECT count(*) FROM mail_outgoingmail WHERE sent_at IS NULL"


def ask(grown: Grown, question: str, *values: object) -> list[tuple]:
    """Ask the database; again where it is just away."""
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


def number(grown: Grown, question: str, *values: object) -> int:
    """The one number that a question is answered with."""
    return int(ask(grown, question, *values)[0][0])


def wait_until(holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
    """Wait; how many seconds it took."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > patience:
            raise TimeoutError(f"It did not come about in {patience} s: {what}")
        time.sleep(0.1)
    return time.monotonic() - began


def now(grown: Grown) -> datetime:
    """The moment, by the database's clock."""
    moment: datetime = ask(grown, "SELECT clock_timestamp()")[0][0]
    return moment


def until_idle(grown: Grown, patience: float = PATIENCE) -> float:
    """Wait until every job is done and every mail sent; how many seconds that took. In vain, if a process has died."""

    def idle() -> bool:
        if gone := [name for name, child in grown.children.items() if child.poll() is not None]:
            raise TimeoutError(f"Died by itself: {', '.join(gone)}")
        return number(grown, WAITING) == number(grown, UNSENT) == 0

    return wait_until(idle, "all jobs done and all mails sent", patience)


@dataclass(frozen=True)
class Work:
    """Jobs and mails since a moment: how many there were, and what became of them."""

    jobs: int
    undone: int
    again: int
    mails: int
    undelivered: int
    twice: int

    def __str__(self) -> str:
        return f"{self.jobs:,} jobs and {self.mails:,} mails"


def work_since(grown: Grown, moment: datetime) -> Work:
    """Ask, once everything is idle. A job was begun again where it names more than one worker."""
    written = ask(grown, 'SELECT "to", subject FROM mail_outgoingmail')
    rows, box = Counter((str(to), str(subject)) for to, subject in written), _delivered(grown)
    return Work(
        jobs=number(grown, JOBS, moment),
        undone=number(grown, f"{JOBS} AND status <> 'SUCCESSFUL'", moment),
        again=number(grown, f"{JOBS} AND jsonb_array_length(worker_ids) > 1", moment),
        mails=number(grown, "SELECT count(*) FROM mail_outgoingmail WHERE written_at >= %s", moment),
        undelivered=(rows - box).total(),
        twice=(box - rows).total(),
    )


def _delivered(grown: Grown) -> Counter[tuple[str, str]]:
    """What lies in the SMTP server's mailbox since the portal began: to whom, and under which subject."""
    found: Counter[tuple[str, str]] = Counter()
    for path in (grown.place / "mail" / "box" / "new").iterdir():
        with path.open("rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        found[str(message["To"]), str(message["Subject"])] += 1
    return found


def lost_comments(grown: Grown, seen: Seen) -> int:
    """How many comments were acknowledged and are not there, once."""
    kept = Counter(body for (body,) in ask(grown, "SELECT body FROM protocols_comment WHERE body LIKE 'Soak %%'"))
    return sum(1 for words in seen.added if kept[words] != 1)


def sealed(grown: Grown, version: int) -> int:
    """How many sealed files a version has."""
    question = (
        "SELECT count(*) FROM protocols_document d JOIN protocols_snapshot s ON s.id = d.snapshot_id "
        "WHERE d.kind = 'signed' AND s.version_id = %s"
    )
    return number(grown, question, version)
