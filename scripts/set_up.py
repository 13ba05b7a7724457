"""Make this machine ready: `scripts/python scripts/set_up.py run|test|bench`. Needs only Python's standard library.

What is there already is left alone, so a second time takes no time. Only apt needs root.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.system_packages import (  # noqa: E402 - the path above comes first
    CHROMIUM,
    NEEDED,
    install_missing,
    install_welcome,
)

VENV = ROOT / ".venv"
UV_REQUIREMENTS = ROOT / "scripts" / "requirements-uv.txt"
GROUPS = {"run": ["--no-dev"], "test": [], "bench": ["--group=bench"]}


def run(*command: str | Path, **environment: str) -> None:
    """Run a command; where it fails, stop with its exit code. It has said why."""
    code = subprocess.run([str(word) for word in command], cwd=ROOT, env={**os.environ, **environment}).returncode
    if code:
        sys.exit(f"Setting up stopped: `{' '.join(str(word) for word in command)}` failed. Its own words are above.")


def fingerprint() -> str:
    """What the environment was made from: the locks and the Python."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "uv.lock", ROOT / "pyproject.toml", UV_REQUIREMENTS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_environment(purpose: str) -> None:
    """Make .venv from the lock with its hashes, unless it was made from this very lock."""
    stamp = VENV / f"made-for-{purpose}"
    if stamp.exists() and stamp.read_text() == fingerprint():
        return
    print("Making .venv from uv.lock: a minute or two, the first time.", flush=True)
    python = VENV / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", VENV)
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", UV_REQUIREMENTS)
    sync = [VENV / "bin" / "uv", "sync", "--quiet", "--frozen", "--inexact", "--compile-bytecode", *GROUPS[purpose]]
    run(*sync, UV_PYTHON_DOWNLOADS="never", UV_PROJECT_ENVIRONMENT=str(VENV), UV_PYTHON=str(python))
    if purpose != "run" and not CHROMIUM():
        run(VENV / "bin" / "playwright", "install", "--with-deps", "chromium")
    stamp.write_text(fingerprint())


def main() -> None:
    """Install what the system lacks, then make the environment."""
    purpose = sys.argv[1] if len(sys.argv) == 2 else ""
    if purpose not in NEEDED:
        sys.exit("Say what for: scripts/python scripts/set_up.py run, test or bench.")
    install_missing(purpose)
    if purpose != "run":
        install_welcome()
    make_environment(purpose)


if __name__ == "__main__":
    main()
