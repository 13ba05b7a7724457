"""How gunicorn serves the portal where it has grown: `gunicorn -c python:portal.serving portal.wsgi`.

Read before Django is set up. gunicorn's own variables (WEB_CONCURRENCY, GUNICORN_CMD_ARGS) still hold.
"""

import gc
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName, ParseException
from gunicorn.workers.sync import SyncWorker

from portal.environment import choice
from portal.logs.configuring import logging_config

FIGURES = "concordat-figures-"
UNREAD = {
    "LimitRequestLine": 414,
    "LimitRequestHeaders": 431,
    "UnsupportedTransferCoding": 501,
    "ExpectationFailed": 417,
}
SEARCHES = (10_000, 20, 50)  # by default 700 new objects call for a look at the new, and every hundredth look is at all
timeout = 60
graceful_timeout = 60  # a request in hand is finished before a process that is told to leave does
control_socket_disable = True  # it would lie in a home that the portal does not have, and be one for all processes
limit_request_line = 8190  # as long as gunicorn reads, and nginx hands on: an address may hold what is searched for
max_requests = 5_000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - a heartbeat waits for no disk

_as_json = choice("CONCORDAT_LOG_FORMAT", ("readable", "json")) == "json"
logconfig_dict = logging_config(as_json=_as_json)
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"level": "INFO" if _as_json else "WARNING", "handlers": ["console"], "propagate": False},
    "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
}


class Worker(SyncWorker):  # type: ignore[misc]
    """A process that serves: what it cannot read as a request is answered by our own page."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer, where the fault is the sender's; gunicorn answers for all others."""
        if not isinstance(exc, ParseException) or isinstance(exc, InvalidResponseHeader | InvalidResponseHeaderName):
            super().handle_error(req, client, addr, exc)
            return
        from portal.unreadable import answer

        with suppress(OSError):  # whoever sent it may be gone
            client.sendall(answer(UNREAD.get(type(exc).__name__, 400), type(exc).__name__))


worker_class = Worker


def on_starting(server: Any) -> None:
    """Each process counts in a file of its own, and whichever is asked for the figures adds them up."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=FIGURES)


def post_worker_init(worker: Any) -> None:
    """Have all addresses there before the first request comes: after a restart it would wait for them."""
    from django.urls import reverse

    reverse("live")
    _keep_what_is_loaded()


def _keep_what_is_loaded() -> None:
    """Let the search for garbage leave alone what stays for good, and come less often: a page makes much, keeps none.

    It took a tenth of a page's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHES)


def child_exit(server: Any, worker: Any) -> None:
    """A process has left: what it counted is kept, what it measured of itself is not."""
    # prometheus_client looks for the folder when it is first imported: not before it is made.
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """Take the folder away, if it is ours."""
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    if folder.name.startswith(FIGURES):
        shutil.rmtree(folder, ignore_errors=True)
