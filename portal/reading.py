"""Reading once: within one page, what many rules ask of the same thing is read for the first of them alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import models

_read: ContextVar[dict[tuple[object, ...], Any] | None] = ContextVar("read_once", default=None)
F = TypeVar("F", bound=Callable[[Any], Any])


@contextmanager
def reading_once() -> Iterator[None]:
    """Until it is left, what functions marked `once` answered is answered again: only while nothing is written.

    Within another, it shares what that one has read.
    """
    token = _read.set(_read.get() if _read.get() is not None else {})
    try:
        yield
    finally:
        _read.reset(token)


def once(function: F) -> F:
    """Mark a function of one row whose answer nobody changes, so that `reading_once` calls it once for each row."""

    @wraps(function)
    def answer(row: models.Model) -> Any:
        read = _read.get()
        if read is None:
            return function(row)
        key = (function, type(row), row.pk)
        if key not in read:
            read[key] = function(row)
        return read[key]

    return cast(F, answer)
