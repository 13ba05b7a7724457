"""The part about search: words looked for among all protocols, on the pages where people look for them."""

from typing import Any

from scripts.bench.parts import Options
from scripts.bench.tables import in_words, marked, p50, p95, table
from scripts.bench.worlds import Site

MOST_FLOORS = 3.0
OPENING = """\
Words looked for on two pages, signed in: the list of protocols, which searches those that the reader may see, and \
the public register, which searches all that are in force. {rounds} times each, in turn, \
the floor beside each, as for the pages; milliseconds. **Bold** misses the target of {most:g} floors."""


def measure(options: Options) -> list[str]:
    """Search the largest world of each database."""
    largest = dict(options.wanted)  # the last of each database
    rows: list[tuple[Any, ...]] = []
    for database, size in largest.items():
        site = options.worlds.site(database, size, "searches")
        try:
            rows += _searched(site, options.rounds)
        finally:
            site.close()
    heads = ("search", "database", "protocols", "p50", "p95", "floors", "queries", "rows")
    return [
        OPENING.format(rounds=options.rounds, most=MOST_FLOORS),
        "",
        *table(heads, sorted(rows, key=lambda row: str(row[0]))),
    ]


def _searched(site: Site, rounds: int) -> list[tuple[Any, ...]]:
    from scripts.bench.measuring import FLOOR, measure_sites

    (found,) = measure_sites([site], rounds)
    return [
        (name, in_words(site.database), f"{site.size:,}", f"{p50(page.times):.1f}", f"{p95(page.times):.1f}",
         marked(page.ratio, MOST_FLOORS, ".2f"), page.cost["queries"], page.cost["rows"])
        for name, page in found.pages.items() if name != FLOOR
    ]  # fmt: skip
