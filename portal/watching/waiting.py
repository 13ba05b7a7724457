"""How much waits for the workers, how long it has waited, and how many workers live."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.mail.models import OutgoingMail
from portal.work.models import WorkerBeat

# A worker that has not beaten for so long counts as dead; a job that has waited for so long is late.
LEASE = timedelta(seconds=30)
LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Waiting:
    """The work to be done, at one moment."""

    workers: int
    ready: int
    running: int
    failed: int
    oldest: timedelta
    mails: int
    mails_given_up: int

    @property
    def in_time(self) -> bool:
        """Whether no job has waited too long."""
        return self.oldest < LATE


def workers_alive() -> int:
    """How many workers gave a sign of life within the lease."""
    return WorkerBeat.objects.within(LEASE).count()


def oldest_wait() -> timedelta:
    """How long the oldest job that could be done now has waited; nothing where none waits."""
    since = DBTaskResult.objects.ready().aggregate(since=Min("enqueued_at"))["since"]
    return timezone.now() - since if since else timedelta(0)


def look() -> Waiting:
    """Ask the database."""
    jobs = DBTaskResult.objects
    unsent = OutgoingMail.objects.filter(sent_at=None)
    return Waiting(
        workers=workers_alive(),
        ready=jobs.ready().count(),
        running=jobs.running().count(),
        failed=jobs.failed().count(),
        oldest=oldest_wait(),
        mails=unsent.exclude(due_at=None).count(),
        mails_given_up=unsent.filter(due_at=None).count(),
    )
