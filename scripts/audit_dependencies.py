"""Ask the public database of weaknesses (OSV) about every package of the lock; fails where one is known.

Where the database cannot be reached, as on a machine without a network, it says so and fails nothing.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNREACHED = ("error sending request", "Request failed after", "operation timed out")


def main() -> None:
    """Ask; exit 1 where a package is known to be weak, or the question itself went wrong."""
    command = [str(ROOT / ".venv" / "bin" / "uv"), "audit", "--frozen"]
    environment = {**os.environ, "UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "20", "UV_PYTHON_DOWNLOADS": "never"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    sys.exit(verdict(done.returncode, done.stdout + done.stderr))


def verdict(code: int, said: str) -> int:
    """The exit code, after saying what was found."""
    if code == 0:
        return 0
    if any(words in said for words in UNREACHED):
        print("        Not asked: the database of known weaknesses cannot be reached from here.", flush=True)
        return 0
    print(said, flush=True)
    return 1


if __name__ == "__main__":
    main()
