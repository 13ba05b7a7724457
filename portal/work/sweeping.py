"""Sweeps: functions that look, every so often, for work that was left undone, and do it or queue it.

A room names its sweeps in `settings.PORTAL_SWEEPS`. Each is safe to run at any time, as often as one likes.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from portal.work.models import SweepTurn, WorkerBeat

logger = logging.getLogger(__name__)

# Finished jobs are kept this long for whoever looks into a problem.
KEPT = timedelta(days=7)


def sweep(names: Iterable[str], *, every: timedelta) -> list[str]:
    """Run each named sweep whose turn it is; the names of those that ran. One that fails does not stop the next."""
    ran = []
    for name in names:
        if not SweepTurn.take(name, every=every):
            continue
        ran.append(name)
        try:
            import_string(name)()
        except Exception:  # whatever it raises, the other sweeps go on and the log has it all
            logger.exception("The sweep %s failed; it has another turn in %s.", name, every)
    return ran


def forget_finished_jobs() -> None:
    """Remove jobs that succeeded over a week ago, and the beats of workers long gone."""
    before = timezone.now() - KEPT
    DBTaskResult.objects.successful().filter(finished_at__lt=before).delete()
    WorkerBeat.objects.filter(beat_at__lt=before).delete()
