"""`make test`: the check, the whole suite on SQLite with a real browser, then on PostgreSQL; one summary at the end.

Goes on after a failure, so that one run tells all; leaves with 1 where anything failed. The summary names each test
that failed, and the first words of why.
"""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
PYTEST = [PYTHON, "-m", "pytest", "--numprocesses=2", "--durations=10"]
BY_FILE = [*PYTEST, "--dist=loadfile"]
# The story is begun first and takes longest: whatever would wait behind it goes to the other process.
BESIDE_THE_STORY = [*PYTEST, "--dist=worksteal"]

FAILURES = ("FAILED ", "ERROR ")  # how pytest begins the line that names a failure
WIDE = 400  # letters of such a line


@dataclass(frozen=True)
class Part:
    """One part of the run."""

    name: str
    command: list[str]


PARTS = [
    Part("check", [PYTHON, "scripts/check.py"]),
    Part("SQLite", [*BY_FILE, "-m", "not browser and not postgresql"]),
    Part("SQLite, in a browser", [*BESIDE_THE_STORY, "-m", "browser"]),
    Part("PostgreSQL", [PYTHON, "scripts/with_postgresql.py", *BY_FILE, "-m", "not browser"]),
]


def run(part: Part) -> tuple[bool, str, list[str]]:
    """Run the part, showing what it says as it says it; whether it passed, its closing line, and the failures named."""
    print(f"\n>>> {part.name}\n", flush=True)
    closing, failures = "", []
    pipe = subprocess.PIPE
    with subprocess.Popen(part.command, cwd=ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True) as process:
        try:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                closing = line.strip() or closing
                if line.startswith(FAILURES):
                    failures.append(line.strip()[:WIDE])
        except BaseException:
            process.terminate()
            raise
    return process.returncode == 0, closing, failures


def main() -> None:
    """Run all parts and sum up."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    lines, well = [], True
    for part in PARTS:
        began = time.monotonic()
        passed, closing, failures = run(part)
        well = well and passed
        lines.append(f"{'passed' if passed else 'FAILED'}  {part.name} ({time.monotonic() - began:.0f} s): {closing}")
        lines += [f"        {failure}" for failure in failures]
    print("\n>>> Summary\n")
    print("\n".join(lines))
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
