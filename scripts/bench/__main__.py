"""`make bench`: how quick the main pages are in portals of several sizes, on SQLite and PostgreSQL, side by side.

Worlds are kept under `var/bench` (or `--keep DIRECTORY`), so that a second run only measures. `--sizes 100,10000`
chooses them, `--postgresql-sizes` others for PostgreSQL; `--rounds` how often each page is opened. Writes the part
“Pages” of docs/reference/benchmarks.md; `--dry-run` prints it.
"""

import argparse
import sys
from pathlib import Path

from scripts.bench.measuring import measure
from scripts.bench.tables import page_part, put
from scripts.bench.worlds import ROOT, Worlds


def sizes(text: str) -> list[int]:
    """Numbers of protocols, smallest first."""
    return sorted({int(one) for one in text.split(",") if one})


def main() -> int:
    """Make what is missing, measure, write."""
    parser = argparse.ArgumentParser(prog="scripts.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=sizes, default=[100, 10_000])
    parser.add_argument("--postgresql-sizes", type=sizes, default=None)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--keep", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    on_postgresql = given.sizes if given.postgresql_sizes is None else given.postgresql_sizes
    with Worlds(given.keep) as worlds:
        wanted = [("sqlite", size) for size in given.sizes] + [("postgresql", size) for size in on_postgresql]
        sites = [worlds.site(database, size) for database, size in wanted]
        measured = measure(sites, given.rounds)
    part = page_part(measured, given.rounds)
    print(part)
    if not given.dry_run:
        put("Pages", part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
