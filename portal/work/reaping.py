"""Giving back jobs whose worker died: django-tasks-db would leave them running for ever."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.work.models import WorkerBeat

logger = logging.getLogger(__name__)

# How often a job may be begun before it is given up: a job that kills its worker must not do so for ever.
ATTEMPTS = 3


class WorkerDied(RuntimeError):
    """A job was given up because each worker that began it died."""


def reap(lease: timedelta, *, idle: str = "") -> int:
    """Return jobs whose worker gave no sign of life within the lease; how many were taken from the dead.

    `idle` names the worker that asks, which has no job in hand while it does: what is down as its own is a job whose
    end it could not write down, because the database was away.

    A job goes back to the queue until it was begun `ATTEMPTS` times, and is then marked as failed. Jobs are safe to
    run twice, so a worker that was only asleep does no harm when it wakes.
    """
    alive = set(WorkerBeat.objects.within(lease).values_list("worker_id", flat=True)) - {idle}
    orphans = [job.pk for job in DBTaskResult.objects.running() if not alive.intersection(job.worker_ids[-1:])]
    return sum(_give_back(pk, alive) for pk in orphans)


@transaction.atomic
def _give_back(pk: UUID, alive: set[str]) -> bool:
    """Give one job back, unless another worker did so first."""
    job = DBTaskResult.objects.running().select_for_update(no_key=True).filter(pk=pk).first()
    if job is None or alive.intersection(job.worker_ids[-1:]):
        return False
    if len(job.worker_ids) >= ATTEMPTS:
        logger.error("Job %s (%s) was given up: %s workers died in it.", job.pk, job.task_path, len(job.worker_ids))
        job.set_failed(WorkerDied(f"Begun {len(job.worker_ids)} times; each worker died before it was done."))
    else:
        logger.warning("Job %s (%s) is put back: its worker died, or lost the database.", job.pk, job.task_path)
        job.status, job.started_at = TaskResultStatus.READY, None
        job.save(update_fields=["status", "started_at"])
    return True
