"""The tables, as they stand in docs/reference/benchmarks.md; each part is replaced whole."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from scripts.bench.measuring import FLOOR, Measured
from scripts.bench.worlds import ROOT

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
MOST_QUERIES, MOST_FLOORS, MOST_GROWTH = 12, 3.0, 1.3


def page_part(measured: Sequence[Measured], rounds: int) -> str:
    """The part about pages: the machine, a table for each database, and how the pages grow."""
    databases = sorted({one.site.database for one in measured}, reverse=True)
    parts = [_opening(measured, rounds)]
    for database in databases:
        parts.append(_table([one for one in measured if one.site.database == database]))
    return "\n".join(parts)


def _opening(measured: Sequence[Measured], rounds: int) -> str:
    versions = ", ".join(sorted({one.about["database"] for one in measured}))
    worlds = "; ".join(
        f"{one.about['protocols']:,} protocols of {one.about['partnerships']} partnerships and {one.about['roles']:,} "
        f"roles on {one.about['database'].split()[0]}"
        for one in measured
    )
    return f"""`make bench` makes these portals with `seed_scale` and opens each page {rounds} times in turn, the \
floor before each: a page of the same site, for somebody signed in, that is the frame alone. Times are the site's, in \
milliseconds, with the database's; the browser's and the network's are not in them. p50 and p95 of a page, and p50 \
divided by that of the floor in the same portal. Rows, and the text in them, are those that the database gave in \
answer. Growth is p50 divided by p50 in the smaller portal beside it, each as a multiple of its floor. **Bold** \
misses a target: {MOST_FLOORS:g} floors, {MOST_GROWTH:g} times the smaller portal, {MOST_QUERIES} queries.

{_machine()}, Python {platform.python_version()}, Django {version("django")}, {versions}; {_today()}. {worlds}.
"""


def _table(measured: Sequence[Measured]) -> str:
    rows = ["| page | protocols | p50 | p95 | floors | growth | queries | rows | kB read |", "| --- " * 9 + "|"]
    for name in measured[0].pages:
        before = None
        for one in measured:
            page = one.pages[name]
            growth = page.ratio / before if before else None
            rows.append(
                f"| {name} | {one.site.size:,} | {page.median:.1f} | {page.slow:.1f} | "
                f"{_marked(page.ratio, MOST_FLOORS, '.2f') if name != FLOOR else '1'} | "
                f"{_marked(growth, MOST_GROWTH, '.2f') if growth else ''} | "
                f"{_marked(page.cost['queries'], MOST_QUERIES, 'd')} | {page.cost['rows']} | "
                f"{page.cost['read'] / 1000:.0f} |"
            )
            before = page.ratio
    database = measured[0].about["database"].split()[0]
    return f"#### {database}\n\n" + "\n".join(rows) + "\n"


def _marked(value: float, most: float, form: str) -> str:
    return f"**{value:{form}}**" if value > most else f"{value:{form}}"


def _machine() -> str:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = cpu[1] if cpu else platform.processor()
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{os.cpu_count()} cores of {name}, {memory:.0f} GB of memory, {system}"


def _today() -> str:
    today = date.today()
    return f"{today.day} {today:%B %Y}"


def put(title: str, part: str) -> None:
    """Replace a part of the page, or add it."""
    whole = PAGE.read_text()
    pieces = re.split(r"(?m)^(?=## )", whole)
    made = f"## {title}\n\n{part.strip()}\n\n"
    places = [place for place, piece in enumerate(pieces) if piece.startswith(f"## {title}\n")]
    if places:
        pieces[places[0]] = made
    else:
        pieces.append(f"\n{made}")
    PAGE.write_text("".join(pieces).rstrip() + "\n")
