"""Opening every page of every world in turn, each beside the floor, so that what disturbs the machine disturbs all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scripts.bench.parts import say
from scripts.bench.tables import p50, p95
from scripts.bench.worlds import Site

WARMING = 3
FLOOR = "floor"


@dataclass(frozen=True)
class Page:
    """What one page of one world took, in milliseconds, with what the floor took just before each opening."""

    times: list[float]
    floors: list[float]
    cost: dict[str, int]

    @property
    def median(self) -> float:
        """p50."""
        return p50(self.times)

    @property
    def slow(self) -> float:
        """p95."""
        return p95(self.times)

    @property
    def ratio(self) -> float:
        """To the floor."""
        return self.median / p50(self.floors)


@dataclass(frozen=True)
class Measured:
    """One world: what it is, and each page."""

    site: Site
    about: dict[str, Any]
    pages: dict[str, Page]


def measure_sites(sites: Sequence[Site], rounds: int) -> list[Measured]:
    """Open each page so many times in each world; the order of the worlds is turned round every other time."""
    names = sites[0].about["pages"]
    costs = {}
    for site in sites:
        for name in names:
            for _ in range(WARMING):
                site.ask(name)
            costs[site, name] = site.ask(name, "cost")
    times: dict[tuple[Site, str], list[float]] = defaultdict(list)
    floors: dict[tuple[Site, str], list[float]] = defaultdict(list)
    for number in range(rounds):
        say(f"pages: round {number + 1} of {rounds}")
        for name in names:
            for site in sites if number % 2 else reversed(sites):
                floors[site, name].append(site.ask(FLOOR))
                times[site, name].append(site.ask(name))
    return [
        Measured(
            site, site.about, {name: Page(times[site, name], floors[site, name], costs[site, name]) for name in names}
        )
        for site in sites
    ]
