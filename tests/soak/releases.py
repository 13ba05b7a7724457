"""An older release out of this copy's history, so that a grown portal can be upgraded from it."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

from grown import ROOT

# Before recovery codes were hashed, what one person sends was counted, and the register was searched by indexes.
OLDER = os.environ.get("UPGRADE_FROM", "cc1ea02")


class NotThere(Exception):
    """This copy has no history to take it from."""


def older_release(place: Path) -> str:
    """Put its files into a folder that is made for them; in words, which release it is. Raises NotThere."""
    told = _git("log", "-1", "--format=%h of %ad", "--date=format:%-d %B %Y, %H:%M", OLDER).decode().strip()
    place.mkdir()
    with tarfile.open(fileobj=io.BytesIO(_git("archive", OLDER))) as files:
        files.extractall(place, filter="data")
    return told


def _git(*words: str) -> bytes:
    try:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        raise NotThere(
            f"Not tried: this copy of the repository has no revision {OLDER} to upgrade from. "
            "Fetch its history, or name another with UPGRADE_FROM."
        ) from problem
