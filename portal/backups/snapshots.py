"""A database as it stood at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = "database/"


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment: `alias` reads it as Django does; `files` are made one by one, to be taken at once.

    `tables` and `sequences` are as the manifest has them, complete once all files are taken.
    """

    alias: str
    files: Iterator[tuple[str, Path]]
    tables: dict[str, list[str]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
