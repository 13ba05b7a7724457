"""What a page that is only read may write: no row but the session's, and how often what is dear was asked for.

The table of addresses tries it of every address; `reading_changes_nothing` watches whatever else any test reads.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(r"^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+\W?(\w+)", re.I)
MAY_WRITE = {"accounts_session", "pacing_count"}
# The sign-in library counts how often each of its own pages is asked for, in the shared cache.
COUNTS = {"portal_cache"}
READING = {"GET", "HEAD", "OPTIONS"}
# Addresses that do something by GET, each with its reason.
ACTS_BY_GET = {
    "/accounts/2fa/recovery-codes/": "the sign-in library notes that its owner has seen the codes, and when",
    "/accounts/openid/back/": "OpenID Connect sends people back by GET; state and nonce guard it",
}


@contextmanager
def writing_nothing(method: str, path: str) -> Iterator[None]:
    """Meanwhile, what is asked by this method writes nothing but sessions and counts; else AssertionError."""
    wrote: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        found = WRITES.match(sql)
        if found and found[1] not in MAY_WRITE | COUNTS:
            wrote.append(sql[:200])
        return execute(sql, params, many, context)

    if method not in READING or path in ACTS_BY_GET:
        yield
        return
    with connection.execute_wrapper(watch):
        yield
    assert not wrote, f"{method} {path} writes: {wrote}"
