"""Start the grown portal, put one fault after another into it, count, and write docs/reference/faults.md.

Leaves with 1 where anything was lost.
"""

import argparse
import json
import logging
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from grown import ROOT, Grown

from tests.soak import outcomes
from tests.soak.faults import FAULTS
from tests.soak.releases import NotThere

PAGE = ROOT / "docs" / "reference" / "faults.md"


def made(grown: Grown, what: str) -> dict[str, object]:
    """Have something made in the grown portal."""
    command = [sys.executable, "-m", "tests.soak.world", what]
    done = subprocess.run(command, cwd=ROOT, env=grown.environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def outcome_of(name: str, grown: Grown) -> outcomes.Outcome:
    """Put one fault in. What did not come about is its outcome too, and whoever died by it serves the next again."""
    try:
        return FAULTS[name](grown, made)
    except (TimeoutError, OSError, subprocess.SubprocessError, AssertionError) as problem:
        traceback.print_exc()
        for number in (1, 2):
            if grown.children[f"worker {number}"].poll() is not None:
                grown.start_worker(number)
        return outcomes.Outcome(name, "as far as it came", "", str(problem), "", {"it came to its end": False})


def main() -> None:
    """All faults, or those named."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--port", type=int, default=8300)
    asking.add_argument("--logs", type=Path, help="a folder that is not there yet, for the logs of all processes")
    asking.add_argument("faults", nargs="*", help=f"some of: {', '.join(FAULTS)}")
    given = asking.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # stops all that it started
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    began, came = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="concordat-soak-") as place:
        grown = Grown(Path(place), given.port, samples=False)
        try:
            grown.start()
            for name in given.faults or FAULTS:
                since = time.monotonic()
                try:
                    came.append(outcome_of(name, grown))
                except NotThere as why:
                    sys.stdout.write(f"{name}: {why}\n")
                    continue
                sys.stdout.write(f"{came[-1]}      took {time.monotonic() - since:.0f} s\n")
                sys.stdout.flush()
        finally:
            grown.stop()
            if given.logs:
                shutil.copytree(place, given.logs, ignore=lambda _, names: {each for each in names if "." not in each})
    if not given.faults:
        outcomes.write(PAGE, came, (time.monotonic() - began) / 60)
    sys.exit(1 if any(one.lost for one in came) else 0)


if __name__ == "__main__":
    main()
