"""The worker: django-tasks-db's, with a heartbeat, the reaper and the sweeps round it."""

import logging
import os
import socket
import time
from collections.abc import Sequence
from datetime import timedelta
from types import FrameType
from uuid import uuid4

from django.db import DatabaseError, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.logs.references import referred_to_as
from portal.reaching import database_away
from portal.work.heart import Heart
from portal.work.putting_back import put_back
from portal.work.reaping import reap
from portal.work.sweeping import sweep

logger = logging.getLogger(__name__)

# At most so many jobs before the worker looks round again, so that a long queue cannot starve the sweeps.
JOBS_A_ROUND = 20


def own_name() -> str:
    """A name that no other worker bears, which tells an operator where it runs; at most 64 characters."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{uuid4().hex[:12]}"


class PortalWorker(Worker):
    """Does jobs until told to stop; SIGTERM lets it finish the job or sweep in hand."""

    def __init__(self, *, sweeps: Sequence[str], sweep_every: timedelta, lease: timedelta, interval: float) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=JOBS_A_ROUND,
            worker_id=own_name(),
        )
        self.sweeps, self.sweep_every, self.lease = sweeps, sweep_every, lease
        self._next_sweep_after = timedelta(0)  # at the start every sweep has its turn
        self._resting = False

    def work(self, *, until_idle: bool = False) -> None:
        """Look round, do what is queued, rest; until a signal comes, or until nothing is queued.

        Outlives a database that is away for a while.
        """
        with Heart(self.worker_id, every=self.lease.total_seconds() / 6):
            while self.running:
                try:
                    self._look_round()
                    self._run_tasks = 0
                    self.run()
                except DatabaseError as problem:
                    if not database_away(problem):
                        raise
                    logger.warning("The database did not answer; trying again: %s", problem)
                    connections.close_all()
                if until_idle and not DBTaskResult.objects.ready().exists():
                    return
                if self.running:
                    self._rest()

    def run_task(self, db_task_result: DBTaskResult[..., object]) -> None:
        """Do one job; what is logged meanwhile bears the job's id. One that broke off for what is away is put back."""
        with referred_to_as(str(db_task_result.pk)):
            super().run_task(db_task_result)
            put_back(db_task_result)

    def _look_round(self) -> None:
        """Give back the jobs that nobody does and run the sweeps whose turn it is."""
        reap(self.lease, idle=self.worker_id)
        sweep(self.sweeps, every=self._next_sweep_after)
        self._next_sweep_after = self.sweep_every

    def _rest(self) -> None:
        self._resting = True
        try:
            time.sleep(self.interval)
        finally:
            self._resting = False

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop at once only while it rests: a job that is taken is done, and so is a sweep; a second signal ends it."""
        self.running_task = not self._resting
        super().shutdown(signum, frame)
