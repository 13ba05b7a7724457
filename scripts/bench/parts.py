"""The parts of `make bench`, in the order of the document; each measures by itself and can be asked for alone."""

import importlib
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.bench.worlds import Worlds

MEDIUM = 10_000
"""Protocols of the world in which what does not ask for a size is measured."""


@dataclass(frozen=True)
class Options:
    """What was asked for: where worlds are kept, their sizes, and how often each thing is done."""

    keep: Path
    sizes: list[int]
    postgresql_sizes: list[int]
    rounds: int
    worlds: "Worlds"

    @property
    def wanted(self) -> list[tuple[str, int]]:
        """Every world, as its database and its protocols."""
        return [("sqlite", size) for size in self.sizes] + [("postgresql", size) for size in self.postgresql_sizes]

    @property
    def medium(self) -> list[tuple[str, int]]:
        """Of each database the largest world up to `MEDIUM` protocols."""
        found = {}
        for database, size in self.wanted:
            if size <= MEDIUM:
                found[database] = size
        return list(found.items())


@dataclass(frozen=True)
class Part:
    """One part: its word for `--only`, its heading, and the module whose `measure` gives its lines."""

    name: str
    title: str

    @property
    def module(self) -> str:
        """Where it is measured."""
        return f"scripts.bench.{self.name}"

    @property
    def exists(self) -> bool:
        """Whether there is such a module."""
        return importlib.util.find_spec(self.module) is not None

    def measure(self, options: Options) -> list[str]:
        """The lines below the heading, in Markdown."""
        measure: Callable[[Options], list[str]] = importlib.import_module(self.module).measure
        return measure(options)


PARTS = (
    Part("pages", "Pages"),
    Part("acts", "Acts"),
    Part("printing", "PDF"),
    Part("redlines", "Redline"),
    Part("searching", "Search"),
    Part("importing", "Import"),
    Part("auditing", "Audit trail"),
    Part("serving", "Throughput"),
    Part("signing", "Signing and sealing"),
)


def chosen(names: list[str]) -> list[Part]:
    """The parts of these names, in the order of the document; all, where none is named. Raises ValueError."""
    known = [part.name for part in PARTS]
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"There is no part {', '.join(unknown)}. There are {', '.join(known)}.")
    return [part for part in PARTS if not names or part.name in names]


def say(line: str) -> None:
    """Tell whoever waits how far it is."""
    print(f"{datetime.now():%H:%M:%S} {line}", file=sys.stderr, flush=True)
