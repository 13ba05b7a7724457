"""Handing work to the background once the change that calls for it is committed."""

from functools import partial

from django.db import transaction
from django.utils.module_loading import import_string


def queue(job: str, *arguments: object) -> None:
    """Run a job of `protocols.tasks` in the background after commit.

    Named as a string, since jobs call services and stand above them. Every job is safe to run twice.
    """
    transaction.on_commit(partial(_enqueue, job, *arguments))


def _enqueue(job: str, *arguments: object) -> None:
    import_string(f"protocols.tasks.{job}").enqueue(*arguments)
