"""Checking a stranger's file in a process of its own, bounded in time and memory.

A PDF can be made so that reading it takes for ever or fills the machine. No limit inside one process holds against
every such file, so the reading is done in another that the kernel stops; it has no database, no keys and no settings.
The answer comes back as JSON, never as objects of Python, since whoever took that process over could write it.
"""

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from protocols.documents.inspecting import Trusted
from protocols.documents.verdicts import Place, Verification, from_data, not_ours, places_from
from protocols.documents.verifying import LIMIT, TOO_LARGE

SECONDS = 30  # by the clock; the site gives a page 60
PROCESSOR_SECONDS = 20
MEMORY = 1024 * 1024 * 1024  # bytes of address space
ANSWER_MOST = 4 * 1024 * 1024  # bytes
HOME = Path(__file__).resolve().parents[2]
TOO_HARD = (
    "Nothing can be said for this file. It takes far more time or memory to read than any agreement of ours, "
    "so the check was stopped."
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Roots:
    """The certificates that a confined check goes by: nothing secret."""

    trusted: tuple[bytes, ...]
    time: tuple[x509.Certificate, ...] = ()

    @classmethod
    def read(cls, task: Mapping[str, Any]) -> "Roots":
        """Those that a task names."""
        time = tuple(x509.load_der_x509_certificate(bytes.fromhex(one)) for one in task["time"])
        return cls(tuple(bytes.fromhex(one) for one in task["trusted"]), time)

    @staticmethod
    def written(authority: Trusted) -> dict[str, list[str]]:
        """Those of an authority, as a task names them."""
        time = [one.public_bytes(Encoding.DER).hex() for one in authority.time]
        return {"trusted": [der.hex() for der in authority.trusted], "time": time}


def verify_apart(data: bytes, authority: Trusted) -> Verification:
    """Say what a file is, as `verify` does, in a confined process. Never raises for what the file holds."""
    if len(data) > LIMIT:
        return not_ours(TOO_LARGE)
    try:
        return from_data(_asked({"task": "verify", **Roots.written(authority)}, data))
    except (_Stopped, KeyError, TypeError, ValueError) as problem:
        logger.info("A check was stopped: %s", problem)
        return not_ours(TOO_HARD, "The check was stopped.")


def compare_apart(original: bytes, data: bytes) -> tuple[Place, ...]:
    """Where a file differs from the one on record, found in a confined process; nothing where that cannot be told."""
    try:
        return places_from(_asked({"task": "compare"}, original, data)["places"])
    except (_Stopped, KeyError, TypeError, ValueError) as problem:
        logger.info("A comparison was stopped: %s", problem)
        return ()


class _Stopped(Exception):
    """The confined process gave no answer."""


def _asked(task: dict[str, Any], *files: bytes) -> dict[str, Any]:
    """Run the task on the files and return its answer. Raises _Stopped."""
    heading = json.dumps({**task, "sizes": [len(file) for file in files]}).encode() + b"\n"
    command = [sys.executable, "-m", "protocols.documents.confined"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no word of the command from outside
            command, input=b"".join((heading, *files)), capture_output=True, cwd=HOME, timeout=SECONDS, check=False,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise _Stopped(f"{SECONDS} seconds were over") from problem
    if done.returncode != 0 or len(done.stdout) > ANSWER_MOST:
        raise _Stopped(f"it ended with {done.returncode}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def confine() -> None:
    """Bind this process for good: processor time, memory, and no file of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
