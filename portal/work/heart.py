"""A worker's sign of life: a thread that beats while the worker's main thread is busy with a long job."""

import logging
from threading import Event, Thread
from types import TracebackType

from django.db import Error, connections
from django.db.models.functions import Now

from portal.work.models import WorkerBeat

logger = logging.getLogger(__name__)


class Heart:
    """Beats every `every` seconds between entering and leaving; leaving takes the worker off the list."""

    def __init__(self, worker_id: str, *, every: float) -> None:
        self.worker_id = worker_id
        self.every = every
        self._stopping = Event()
        self._thread = Thread(target=self._beat_on, name="heart", daemon=True)

    def beat(self) -> None:
        """Say that the worker is alive now, by the database's clock: that of this machine may be wrong."""
        WorkerBeat.objects.update_or_create(worker_id=self.worker_id, defaults={"beat_at": Now()})

    def __enter__(self) -> "Heart":
        self.beat()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        self._thread.join()
        try:
            WorkerBeat.objects.filter(worker_id=self.worker_id).delete()
        except Error:
            logger.warning("Worker %s could not take itself off the list; its beat will run out.", self.worker_id)

    def _beat_on(self) -> None:
        while not self._stopping.wait(self.every):
            try:
                self.beat()
            except Error as problem:  # a beat missed while the database is busy or restarting is not a death
                logger.warning("Worker %s missed a beat: %s", self.worker_id, problem)
                connections.close_all()
        connections.close_all()
