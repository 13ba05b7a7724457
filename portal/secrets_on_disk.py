"""Secrets of the embedded default: made once, kept in the data directory, readable by its owner alone."""

import os
import secrets
import time
from pathlib import Path


def secret_from_file(path: Path) -> str:
    """Return the secret in `path`, making it on first use.

    Safe when two processes start at once: only one creates the file, the other waits until it is written.
    Raises OSError where the directory cannot be written, RuntimeError where the file stays empty.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_when_written(path)
    secret = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secret)
    return secret


def _read_when_written(path: Path) -> str:
    for _ in range(100):
        secret = path.read_text().strip()
        if secret:
            return secret
        time.sleep(0.02)
    raise RuntimeError(f"{path} is empty. Delete it, so that a new secret is made, or write one into it.")
