"""Whatever a test reads, in whatever state its world is: a page that is got writes no row but the session's."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(r"^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+\W?(\w+)", re.I)
MAY_WRITE = {"accounts_session"}


@contextmanager
def writing_nothing(what: str) -> Iterator[None]:
    """Fail where anything within writes a row."""
    wrote: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if (found := WRITES.match(sql)) and found[1] not in MAY_WRITE:
            wrote.add(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield
    assert not wrote, f"Reading {what} wrote to {', '.join(sorted(wrote))}."
