"""Opening every page of every world in turn, each beside the floor, so that what disturbs the machine disturbs all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from scripts.bench.parts import say
from scripts.bench.tables import p50, p95
from scripts.bench.worlds import Site

WARMING = 3
FLOOR = "floor"


@dataclass(frozen=True)
class Page:
    """What one page of one world took, in milliseconds, with what the floor took just before or after each opening."""

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
    """Open each page so many times in each world, and the floor as often.

    Whichever goes first finds the processor cold. So the order of the worlds is turned round every other time, and that
    of floor and page every second time: each is first as often as the other. The pages come in another order each time,
    so that nothing that recurs, such as a collection of garbage, falls on the same page every time.
    """
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
        chance = Random(number)  # noqa: S311 - the same order for the same round, not a secret
        for name in chance.sample(list(names), len(names)):
            for site in sites if number % 2 else reversed(sites):
                pair = [(FLOOR, floors), (name, times)]
                for one, counts in pair if number % 4 < 2 else reversed(pair):
                    counts[site, name].append(_warm(site, one))
    return [
        Measured(
            site, site.about, {name: Page(times[site, name], floors[site, name], costs[site, name]) for name in names}
        )
        for site in sites
    ]


def _warm(site: Site, name: str) -> float:
    """Open it twice, and count the second: other pages and worlds had the processor before."""
    site.ask(name)
    return site.ask(name)
