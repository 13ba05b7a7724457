"""Jobs and sweeps for trying the worker with; each tells of itself by lines in a file."""

import os
import time
from pathlib import Path

from django.db import DatabaseError, OperationalError
from django_tasks import task

from partners.models import Partnership
from portal.audit.acts import SYSTEM, act
from portal.storing.errors import StorageAway


def tell(diary: str, line: str) -> None:
    with Path(diary).open("a") as pages:
        pages.write(f"{line}\n")


@task()
def found_partnership(diary: str, seconds: float) -> None:
    """Found a partnership unless it is there; the first time take long over it, in the middle of the act."""
    first = not Path(diary).exists()
    with act("test.found", by=SYSTEM) as done:
        if Partnership.objects.filter(slug="found").exists():
            done.cancel()
            return
        done.subject = made = Partnership(name="Found", slug="found", prefix="FN", area="Here")
        made.save()
        tell(diary, "began")
        time.sleep(seconds if first else 0)
    tell(diary, "done")


@task()
def kill_the_worker(diary: str) -> None:
    """Take the worker down with it."""
    tell(diary, "began")
    os.kill(os.getpid(), 9)


@task()
def fail() -> None:
    """A job with a mistake in it."""
    raise ValueError("wrong")


@task()
def lose_the_database() -> None:
    """A job whose connection breaks off in the middle, as the driver says it."""
    raise DatabaseError("server closed the connection unexpectedly")


@task()
def want_storage() -> None:
    """A job that finds the storage away."""
    raise StorageAway("Nobody answers.")


@task()
def want_database() -> None:
    """A job that loses the database."""
    raise OperationalError("The server went away.")


def sweep_that_tells() -> None:
    tell(os.environ["DIARY"], "swept")


def sweep_that_fails() -> None:
    raise ValueError("wrong")
