"""The part about pages: how quick the main ones are in portals of several sizes, side by side."""

from collections.abc import Sequence

from scripts.bench.measuring import FLOOR, Measured, measure_sites
from scripts.bench.parts import Options
from scripts.bench.tables import marked, table

MOST_QUERIES, MOST_FLOORS, MOST_GROWTH = 12, 3.0, 1.3


def measure(options: Options) -> list[str]:
    """Make the worlds that are missing, and open each page in turn in all of them."""
    sites = [options.worlds.site(database, size) for database, size in options.wanted]
    try:
        measured = measure_sites(sites, options.rounds)
    finally:
        for site in sites:
            site.close()
    return page_lines(measured, options.rounds)


def page_lines(measured: Sequence[Measured], rounds: int) -> list[str]:
    """How it was measured, a table for each database, and how the pages grow."""
    lines = _opening(measured, rounds)
    for database in sorted({one.site.database for one in measured}, reverse=True):
        lines += _table([one for one in measured if one.site.database == database])
    return lines


def _opening(measured: Sequence[Measured], rounds: int) -> list[str]:
    versions = ", ".join(sorted({one.about["database"] for one in measured}))
    worlds = "; ".join(
        f"{one.about['protocols']:,} protocols of {one.about['partnerships']} partnerships and {one.about['roles']:,} "
        f"roles on {one.about['database'].split()[0]}"
        for one in measured
    )
    return [
        f"These portals are made with `seed_scale`, and each page is opened {rounds} times in turn, and the floor "
        "beside it: a page of the same site, for somebody signed in, that is the frame alone. Each is opened twice and "
        "the second counts, and each goes first as often as the other, so that neither finds the processor colder. "
        "Times are the site's, in milliseconds, with the database's; the browser's and the network's are not in them. "
        "p50 and p95 of a page, and p50 divided by that of the floor in the same portal. Rows, and the text in them, "
        "are those that the database gave in answer. Growth is p50 divided by p50 in the smaller portal beside it, "
        f"each as a multiple of its floor. **Bold** misses a target: {MOST_FLOORS:g} floors, {MOST_GROWTH:g} times "
        f"the smaller portal, {MOST_QUERIES} queries.",
        "",
        f"{versions}. {worlds}.",
        "",
    ]


def _table(measured: Sequence[Measured]) -> list[str]:
    rows = []
    for name in measured[0].pages:
        before = None
        for one in measured:
            page = one.pages[name]
            growth = marked(page.ratio / before, MOST_GROWTH, ".2f") if before else ""
            floors = marked(page.ratio, MOST_FLOORS, ".2f") if name != FLOOR else "1"
            queries = marked(page.cost["queries"], MOST_QUERIES, "d")
            times = (f"{page.median:.1f}", f"{page.slow:.1f}", floors, growth)
            rows.append((name, f"{one.site.size:,}", *times, queries, page.cost["rows"], f"{_read(page.cost):.0f}"))
            before = page.ratio
    heads = ("page", "protocols", "p50", "p95", "floors", "growth", "queries", "rows", "kB read")
    database = measured[0].about["database"].split()[0]
    return [f"#### {database}", "", *table(heads, rows), ""]


def _read(cost: dict[str, int]) -> float:
    return cost["read"] / 1000
