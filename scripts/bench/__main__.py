"""`make bench`: everything that is measured, in one command, into docs/reference/benchmarks.md.

Worlds are kept under `var/bench` (or `--keep DIRECTORY`), so that a second run only measures. `--only pages,acts`
measures these parts and leaves the others as they stand. A part is written as soon as it is finished; after Ctrl-C,
`--resume` goes on with what the last run had left. `--sizes 100,10000` chooses the worlds on SQLite,
`--postgresql-sizes` those on PostgreSQL; `--rounds` how often each thing is done. `--dry-run` prints, and writes
nothing.
"""

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.bench.document import provenance, put
from scripts.bench.parts import Options, Part, chosen, say
from scripts.bench.worlds import ROOT, Worlds


def sizes(text: str) -> list[int]:
    """Numbers of protocols, smallest first."""
    return sorted({int(one) for one in text.split(",") if one})


def names(text: str) -> list[str]:
    """Names of parts."""
    return [one.strip() for one in text.split(",") if one.strip()]


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(prog="scripts.bench", description=(__doc__ or "").partition("\n")[0])
    made.add_argument("--only", type=names, default=[], metavar="PART,PART")
    made.add_argument("--sizes", type=sizes, default=[100, 10_000])
    made.add_argument("--postgresql-sizes", type=sizes, default=[100, 10_000, 100_000])
    made.add_argument("--rounds", type=int, default=40)
    made.add_argument("--keep", type=Path, default=ROOT / "var" / "bench")
    made.add_argument("--resume", action="store_true")
    made.add_argument("--dry-run", action="store_true")
    return made


class Finished:
    """The names of the parts that the last run finished, kept beside the worlds."""

    def __init__(self, keep: Path, *, resume: bool) -> None:
        self.file = keep / "finished.json"
        self.names: list[str] = json.loads(self.file.read_text()) if resume and self.file.exists() else []
        self._write()

    def add(self, name: str) -> None:
        """One more."""
        self.names.append(name)
        self._write()

    def _write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(self.names))


def main() -> int:
    """Measure each part, and write it."""
    asking = parser()
    given = asking.parse_args()
    try:
        parts = chosen(given.only)
    except ValueError as unknown:
        asking.error(str(unknown))
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    finished = Finished(given.keep, resume=given.resume)
    left = [part for part in parts if part.name not in finished.names]
    try:
        with Worlds(given.keep) as worlds:
            options = Options(given.keep, given.sizes, given.postgresql_sizes, given.rounds, worlds)
            _measure(left, options, given, finished)
    except KeyboardInterrupt:
        say("stopped; what was finished is written. The same command with --resume goes on.")
        return 130
    return 0


def _measure(parts: Sequence[Part], options: Options, given: argparse.Namespace, finished: Finished) -> None:
    for part in parts:
        if not part.exists:
            say(f"{part.name}: nothing measures this yet")
            continue
        began = time.monotonic()
        say(f"{part.name}: begins")
        lines = [*provenance(part, told(given)), *part.measure(options)]
        say(f"{part.name}: {time.monotonic() - began:.0f} seconds")
        print("\n".join([f"## {part.title}", "", *lines]), flush=True)
        if not given.dry_run:
            put(part, lines)
            finished.add(part.name)


def told(given: argparse.Namespace) -> list[str]:
    """The options that change what is measured, as they were given; not where things are kept."""
    asked = [
        ("--sizes", given.sizes, [100, 10_000]),
        ("--postgresql-sizes", given.postgresql_sizes, [100, 10_000, 100_000]),
    ]
    said = [f"{name} {','.join(map(str, value))}" for name, value, usual in asked if value != usual]
    return said + ([f"--rounds {given.rounds}"] if given.rounds != 40 else [])


if __name__ == "__main__":
    sys.exit(main())
