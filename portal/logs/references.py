"""References: a short name for one request or one job, in each of its log lines and on its error page.

It is made here and never taken from what a browser sends, so that nobody can write somebody else's into the log.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Without letters and figures that are mistaken for one another when they are read out.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
NONE = "-"

_current: ContextVar[str] = ContextVar("reference", default=NONE)


def new_reference() -> str:
    """Eight letters and figures in two groups, such as 7K3F-9QXM: one in 600 thousand million."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def current_reference() -> str:
    """The reference of what this thread is doing; a dash outside requests and jobs."""
    return _current.get()


@contextmanager
def referred_to_as(reference: str) -> Iterator[str]:
    """Whatever is logged within bears this reference."""
    token = _current.set(reference)
    try:
        yield reference
    finally:
        _current.reset(token)


class ReferenceFilter(logging.Filter):
    """Puts the reference into each record, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add it; lets every record through."""
        record.reference = current_reference()
        return True
