"""Ask the public database of weaknesses (OSV) about every package of the lock; fails where one is known.

Where the database cannot be reached, as on a machine without a network, it says so and fails nothing, unless it was
told that it must ask. `--service-url` asks another database that speaks as OSV does, such as a copy of one's own.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNREACHED = ("error sending request", "Request failed after", "operation timed out")


def main() -> None:
    """Ask; exit 1 where a package is known to be weak, or the question itself went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service-url", metavar="URL", help="the database to ask; by default OSV's own")
    parser.add_argument("--must-ask", action="store_true", help="fail where the database cannot be reached, too")
    options = parser.parse_args()
    code, said = ask(options.service_url)
    sys.exit(verdict(code, said, must_ask=options.must_ask))


def ask(service_url: str | None = None) -> tuple[int, str]:
    """The exit code of the question and what was said to it."""
    command = [str(ROOT / ".venv" / "bin" / "uv"), "audit", "--frozen"]
    command += ["--service-url", service_url] if service_url else []
    environment = {**os.environ, "UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "20", "UV_PYTHON_DOWNLOADS": "never"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def verdict(code: int, said: str, *, must_ask: bool = False) -> int:
    """The exit code, after saying what was found."""
    if code == 0:
        return 0
    if not must_ask and any(words in said for words in UNREACHED):
        print("        Not asked: the database of known weaknesses cannot be reached from here.", flush=True)
        return 0
    print(said, flush=True)
    return 1


if __name__ == "__main__":
    main()
