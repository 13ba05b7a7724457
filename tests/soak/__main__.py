"""Start the grown portal, put one fault after another into it, count, and write docs/reference/faults.md.

Leaves with 1 where anything was lost.
"""

import argparse
import json
import logging
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from grown import ROOT, Grown

from tests.soak.faults import FAULTS, Outcome

PAGE = ROOT / "docs" / "reference" / "faults.md"
HEAD = """# Faults, put in and survived

Written by `make soak` on {day}, on this machine: two web processes with two processes each, two workers, PostgreSQL,
nginx, an S3 server and an SMTP server, four people at work all the while.

| fault | injected | what was seen | lost |
| --- | --- | --- | --- |
"""


def write(outcomes: list[Outcome]) -> None:
    """Put the table on the page."""
    today = date.today()
    rows = [f"| {one.fault} | {one.injected} | {one.seen} | {one.lost} |\n" for one in outcomes]
    PAGE.write_text(HEAD.format(day=f"{today.day} {today:%B %Y}") + "".join(rows) + "\n" + NOTES)


NOTES = """Beside these, `make test` tries on both databases, in seconds:

- the process that seals is killed at each of ten steps (`tests/protocols/test_crashing.py`);
- the S3 server goes away while a signature is given, while a seal is put on, and during a download
  (`tests/protocols/test_documents_in_a_bucket.py`); the disk is full while a signature is given and while a seal is
  put on (`tests/protocols/test_full_disk.py`);
- the mail server is down, refuses the password, or refuses the mailbox (`tests/portal/test_smtp.py`);
- workers are told to stop, killed, and killed again and again (`tests/portal/test_worker.py`).
"""


def made(grown: Grown, what: str) -> dict[str, object]:
    """Have something made in the grown portal."""
    command = [sys.executable, "-m", "tests.soak.world", what]
    done = subprocess.run(command, cwd=ROOT, env=grown.environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """All faults, or those named."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--port", type=int, default=8300)
    asking.add_argument("faults", nargs="*", help=f"some of: {', '.join(FAULTS)}")
    given = asking.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="concordat-soak-") as place:
        grown = Grown(Path(place), given.port, samples=False)
        try:
            grown.start()
            outcomes = [FAULTS[name](grown, made) for name in given.faults or FAULTS]
        finally:
            grown.stop()
    for one in outcomes:
        verdict = "lost" if one.lost else "kept"
        sys.stdout.write(f"{verdict}  {one.fault}: {one.injected}; {one.seen}; lost: {one.lost}\n")
    if not given.faults:
        write(outcomes)
    sys.exit(1 if any(one.lost for one in outcomes) else 0)


if __name__ == "__main__":
    main()
