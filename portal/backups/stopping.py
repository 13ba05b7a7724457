"""Stopping a command that takes long: by Ctrl-C, or by the signal that whatever runs it sends."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.core.management.base import CommandError

STOPPED = 130


@contextmanager
def stoppable(sentence: str) -> Iterator[None]:
    """End with a sentence where it is stopped, after everything within was undone."""
    before = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        yield
    except KeyboardInterrupt as stopped:
        raise CommandError(sentence, returncode=STOPPED) from stopped
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
