"""What a command takes: seconds on the clock, seconds of the processor, and the most memory that it ever held."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.bench.worlds import ROOT


@dataclass(frozen=True)
class Spent:
    """Seconds and bytes; `told` is what the command said."""

    seconds: float
    processor: float
    memory: int
    told: str


def spend(arguments: Sequence[str], environment: Mapping[str, str]) -> Spent:
    """Run a Python command to its end. Raises SystemExit where it fails."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=told)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        said = told.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}: see above. {said}")
    return Spent(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, said)
