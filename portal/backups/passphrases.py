"""Where the passphrase of a backup comes from: a file, since a command line is there for all to read."""

from pathlib import Path

from django.core.management.base import CommandError


def passphrase_in(file: Path | None) -> str:
    """The first line of a file; nothing where no file is named."""
    if file is None:
        return ""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
    if not lines or not lines[0].strip():
        raise CommandError(f"{file} is empty. Its first line is the passphrase.")
    return lines[0].strip()
