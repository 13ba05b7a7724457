"""Doing what is still waited for, one after another, whatever becomes of the others."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
logger = logging.getLogger(__name__)


def catch_up(waiting: Iterable[T], do: Callable[[T], bool], failed: str) -> int:
    """Do each; how many were done. `do` says whether there was anything to do.

    One that cannot be done now is told in the log, in the words of `failed` with its name for %s, and does not stop
    the others: the next sweep tries it again.
    """
    return sum(1 for one in waiting if _done(one, do, failed))


def _done(one: T, do: Callable[[T], bool], failed: str) -> bool:
    try:
        return do(one)
    except Exception:  # whatever it raises, the others go on
        logger.exception(failed, one)
        return False
