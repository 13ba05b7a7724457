"""What the workers remember: who is alive, and when each sweep had its turn. Bookkeeping, not history."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class WorkerBeatQuerySet(models.QuerySet["WorkerBeat"]):
    """Beats, by the database's clock."""

    def within(self, lease: timedelta) -> "WorkerBeatQuerySet":
        """Of the workers that gave a sign of life within the lease."""
        return self.filter(beat_at__gte=Now() - lease)


class WorkerBeat(models.Model):
    """The last sign of life of one worker process; a job held by a worker without one is given back.

    Its moments are those of the database's clock: the workers' own need not agree.
    """

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(default=timezone.now)

    objects = WorkerBeatQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["beat_at"])]

    def __str__(self) -> str:
        return f"{self.worker_id} at {self.beat_at:%H:%M:%S}"


class SweepTurn(models.Model):
    """When a sweep last began, so that several workers do not all run it at once."""

    name = models.CharField(max_length=200, primary_key=True)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def take(cls, name: str, *, every: timedelta) -> bool:
        """True for the one worker that may run the sweep now: nobody began it for so long, by the database's clock."""
        _, made = cls.objects.get_or_create(name=name, defaults={"began_at": Now()})
        return made or cls.objects.filter(name=name, began_at__lte=Now() - every).update(began_at=Now()) == 1
