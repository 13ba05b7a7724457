"""The part about acts: writing, submitting, approving, signing and sealing, in portals of every size."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.bench.parts import Options, say
from scripts.bench.tables import in_words, p50, p95, table
from scripts.bench.worlds import answer_of, beside

OPENING = """\
Each act is sent to the site as a browser sends it, by whoever has it to do, on protocols of the largest partnership; \
what is done in the background is called as a worker calls it. A protocol that waits for approval is taken back to \
draft, written at, submitted, approved by each approver, signed for each party and sealed, and then all of it is \
undone: constraints are checked and jobs queued within the time, the commit itself is not (the write mix of \
[Throughput](#throughput) has it). Times in milliseconds; floors are multiples of the frame alone, asked for before \
each act. The checks of a password are in “signature”: {proof:.0f} ms that no portal should save."""


@dataclass(frozen=True)
class Lives:
    """What the acts took in one world."""

    database: str
    size: int
    found: Mapping[str, Any]


def measure(options: Options) -> list[str]:
    """Live through several protocols in each world."""
    lives = max(3, options.rounds // 8)
    return lines([_lived(options, database, size, lives) for database, size in options.wanted])


def _lived(options: Options, database: str, size: int, lives: int) -> Lives:
    environment = options.worlds.environment(database, size)
    with tempfile.TemporaryDirectory(prefix="concordat-bench-") as place:
        say(f"acts: {size:,} protocols on {in_words(database)}")
        found = answer_of("living", beside(environment, Path(place)), lives)
    return Lives(database, size, found)


def lines(worlds: list[Lives]) -> list[str]:
    """How it was measured, and a row for each act in each world."""
    rows = []
    for act in worlds[0].found["acts"]:
        for one in worlds:
            found = one.found["acts"][act]
            times, floor = found["times"], p50(one.found["floors"])
            middle = p50(times)
            rows.append(
                (act, in_words(one.database), f"{one.size:,}", f"{middle:.0f}", f"{p95(times):.0f}",
                 f"{middle / floor:.1f}", found["queries"], len(times))
            )  # fmt: skip
    heads = ("act", "database", "protocols", "p50", "p95", "floors", "queries", "times")
    opening = OPENING.format(proof=p50([proof for one in worlds for proof in one.found["proofs"]]))
    return [opening, "", *table(heads, rows)]
