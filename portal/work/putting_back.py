"""Jobs that broke off because the database or the storage was away: put back in the queue, to be tried again later.

django-tasks-db takes whatever a job raises for its end. That is right for a mistake, which would only be made again,
and wrong for a part of the portal that is back in a minute.
"""

import logging
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.storing.errors import NotNow, StorageAway

logger = logging.getLogger(__name__)

PARTS = (OperationalError, InterfaceError, DatabaseError, StorageAway, NotNow)
"""What a job raises then; a plain DatabaseError is the driver's word for a connection that broke off in the middle."""
# As django-tasks-db writes the class of an error down.
AWAY = frozenset(f"{kind.__module__}.{kind.__qualname__}" for kind in PARTS)
SOONEST, LATEST = timedelta(seconds=15), timedelta(minutes=10)
# A job that could not be done for so long since it was queued has failed.
GIVEN_UP = timedelta(days=1)


def put_back(job: DBTaskResult[..., object]) -> bool:
    """Put a job back that failed for what was away; True where it was.

    It waits as long again as it has waited, between a quarter of a minute and ten minutes, by the database's clock:
    others take it up where that of this machine is ahead. The try is not counted among those that the reaper counts,
    since no worker died of it.
    """
    if job.status != TaskResultStatus.FAILED or job.exception_class_path not in AWAY:
        return False
    waited = timezone.now() - job.enqueued_at
    if waited > GIVEN_UP:
        logger.error("Job %s (%s) was given up: it could not be done for a day.", job.pk, job.task_path)
        return False
    wait = min(max(waited, SOONEST), LATEST)
    logger.warning("Job %s (%s) is put back for %.0f s: %s", job.pk, job.task_path, wait.total_seconds(), _why(job))
    job.status, job.started_at, job.finished_at = TaskResultStatus.READY, None, None
    job.worker_ids, job.run_after = job.worker_ids[:-1], Now() + wait
    job.exception_class_path = job.traceback = ""
    job.save()
    job.refresh_from_db(fields=["run_after"])
    return True


def _why(job: DBTaskResult[..., object]) -> str:
    """The last line of what it raised."""
    return str(job.traceback).strip().splitlines()[-1]
