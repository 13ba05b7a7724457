"""The whole in-tray of one person, or one page of each of its lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partners.models import Role
from protocols.queries.in_tray.finding import LISTS, YOURS
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Coming, Item, Waiting, Working
from protocols.queries.in_tray.kinds import Computed, Kind
from protocols.queries.in_tray.reading import Cut, Listed, read

LISTED = 10  # protocols on the page; the list page shows the rest
WHOLE = Cut()


@dataclass(frozen=True)
class Counts:
    """How many lines each list has, on all its pages together."""

    waiting_for_you: int
    waiting_for_others: int
    coming_up: int


@dataclass(frozen=True)
class InTray:
    """What the signed-in home shows: the lines of a page of each list, and how many there are of each."""

    waiting_for_you: Sequence[Item]
    waiting_for_others: Sequence[Waiting]
    coming_up: Sequence[Coming]
    working_on: Sequence[Working]
    counts: Counts


def in_tray_of(
    roles: Sequence[Role], *, now_as: Role | None = None, yours: Cut = WHOLE, others: Cut = WHOLE, coming: Cut = WHOLE
) -> InTray:
    """What waits for a person, in all the capacities given; the same number of queries for 1 line and for 30.

    `now_as` is the capacity acted in: where several would do, a page is opened in that one. Of each list comes the page
    that is asked for, or all of it.
    """
    held = sorted(roles, key=lambda role: role != now_as)
    computed = {number: list(one.items(held)) for number, one in enumerate(YOURS) if isinstance(one, Computed)}
    listed = read(held, (yours, others, coming, Cut(LISTED)), computed)
    found = Found([line for one in listed for line in one.lines], held)
    mine, waiting, near, working = (
        _told(kinds, one, found, computed) for kinds, one in zip(LISTS, listed, strict=True)
    )
    return InTray(mine, waiting, near, working, Counts(*(one.total for one in listed[:3])))


def _told(kinds: Sequence[Kind[Any] | Computed], listed: Listed, found: Found, computed: dict[int, list[Item]]) -> Any:
    """The lines in words."""
    shown = []
    for line in listed.lines:
        kind = kinds[line.kind]
        shown.append(kind.told(line, found) if isinstance(kind, Kind) else computed[line.kind][line.pk])
    return shown
