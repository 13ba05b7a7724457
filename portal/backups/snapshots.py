"""A database as it stood at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = "database/"


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment, which is also what is read of it meanwhile; `files` are made one by one.

    Each file is gone once the next is asked for. `tables` and `sequences` are as the manifest has them.
    """

    files: Iterator[tuple[str, Path]]
    tables: dict[str, list[str]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
