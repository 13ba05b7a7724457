"""Letting go of what is kept long enough: by the sweep, and by `manage.py dispose`; each time an event that counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.module_loading import import_string

from portal.audit.acts import SYSTEM, act
from portal.retention.table import KEPT, Kept

Dispose = Callable[[datetime, bool], int]


@dataclass(frozen=True)
class Disposed:
    """What was let go of one kind, or would be."""

    kept: Kept
    count: int


def dispose(*, dry_run: bool = False) -> Iterator[Disposed]:
    """Let go of each kind whose time is over; how many of each. Safe to repeat: a second time finds nothing.

    The event says what kind, how many and before when, and nothing of what it was.
    """
    now = timezone.now()
    for kept in KEPT:
        if not kept.dispose:
            continue
        run: Dispose = import_string(kept.dispose)
        before = now - kept.after
        if dry_run or not run(before, True):
            yield Disposed(kept, run(before, True) if dry_run else 0)
            continue
        with act("portal.retention.dispose", by=SYSTEM) as done:
            count = run(before, False)
            done.details.update(kind=kept.id, count=count, before=before.isoformat(timespec="seconds"))
        yield Disposed(kept, count)


def dispose_due() -> int:
    """What the sweep does; how many were let go in all."""
    return sum(one.count for one in dispose())
