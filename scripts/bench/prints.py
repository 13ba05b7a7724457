"""In a process of its own: agreements of several lengths set by every engine in turn, round after round.

Says milliseconds of the processor, with those of the programs that an engine starts, and of the clock. Each engine sets
each agreement once for nothing before.
"""

import gc
import io
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.bench.parts import say

if TYPE_CHECKING:
    from scripts.bench.engines import Engine, Material


def main() -> None:
    """Set every agreement so many times."""
    rounds = int(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="concordat-printing-") as directory:
        os.environ["CONCORDAT_DATA"] = directory
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django

        django.setup()
        from scripts.bench.agreements import SIZES, agreement
        from scripts.bench.engines import engines, material
        from scripts.bench.plain import words
        from scripts.bench.word_files import measured

        known = engines()
        usable = [one for one in known if not one.why_not]
        found = []
        for size in SIZES:
            given = material(agreement(size), Path(directory) / str(size.pages))
            found.append({
                "asked": size.pages, "words": words(given.bare),
                "engines": _measured(usable, given, rounds, size.pages),
                "word_files": measured(given.snapshot, given.sha256, rounds),
            })  # fmt: skip
    versions = {one.name: one.version for one in usable if one.version}
    print(json.dumps({"sizes": found, "versions": versions, "missing": [one.why_not for one in known if one.why_not]}))


def _measured(usable: "list[Engine]", given: "Material", rounds: int, asked: int) -> dict[str, Any]:
    rows: dict[str, Any] = {one.name: {"processor": [], "clock": []} for one in usable}
    for number in range(rounds + 1):
        say(f"printing: {asked} pages, round {number} of {rounds}" if number else f"printing: {asked} pages, warming")
        for one in usable if number % 2 else reversed(usable):
            gc.collect()
            processor, clock = _spent(), time.perf_counter()
            pdf = one.make(given)
            row = rows[one.name]
            if number:
                row["processor"].append((_spent() - processor) * 1000)
                row["clock"].append((time.perf_counter() - clock) * 1000)
            else:
                row["pages"], row["bytes"] = _pages(pdf), len(pdf)
    return rows


def _spent() -> float:
    """Seconds of the processor, of this process and of those that it has waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


if __name__ == "__main__":
    main()
