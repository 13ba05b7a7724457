"""What takes long to make, made once for all the processes that run the tests."""

import fcntl
import os
import pickle
from collections.abc import Callable

import pytest

from protocols.documents.rendering import Rendered


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[], Rendered]) -> Rendered:
    """What takes long to make, made by the first process of tests that needs it; the others wait for it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make()
    path = tmp_path_factory.getbasetemp().parent / f"{name}.pickle"
    with path.open("a+b") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        if not path.stat().st_size:
            kept.write(pickle.dumps(make()))
            kept.flush()
        return pickle.loads(path.read_bytes())  # noqa: S301 - written by ourselves a moment ago
