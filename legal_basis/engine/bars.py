"""Which statutory bars the facts raise, and which exceptions to them could fit."""

from __future__ import annotations

from collections.abc import Mapping

from legal_basis.engine.openness import why_closed
from legal_basis.engine.results import OfferedWay
from legal_basis.law import Checklist, Gateway


def is_anonymous(facts: Mapping[str, object]) -> bool:
    """Whether the facts say that all the data identifies nobody."""
    forms = as_list(facts.get("identifiability"))
    return bool(forms) and set(forms) == {"anonymous"}


def as_list(value: object) -> list[str]:
    """A list fact as a list of strings; absent is empty."""
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list | tuple | set | frozenset) else []


def live_bars(checklist: Checklist) -> tuple[Gateway, ...]:
    """Every bar that was law on the checklist's day."""
    return tuple(gw for gw in checklist.gateways.values() if gw.is_bar and _is_live(checklist, gw))


def raised_bars(checklist: Checklist, facts: Mapping[str, object]) -> tuple[Gateway, ...]:
    """The bars that the kinds of data raise, in library order.

    Raised for whoever answers, giver or receiver: barred data may not move. A bar on information
    about identifiable people is not raised by data that identifies nobody.
    """
    kinds = set(as_list(facts.get("kinds")))
    anonymous = is_anonymous(facts)
    return tuple(
        bar for bar in live_bars(checklist) if kinds & set(bar.data_kinds) and not (anonymous and bar.identifiable_only)
    )


def ways_through(checklist: Checklist, facts: Mapping[str, object], bar: Gateway) -> tuple[OfferedWay, ...]:
    """The exceptions to a bar that could fit this theme, body and data.

    An exception that serves other purposes than the theme's is not offered, nor one that rests on a
    power not in force. An overarching agreement, with no theme, sees all of them.
    """
    theme = facts.get("theme")
    found = []
    for way in bar.ways_through:
        if way.themes and theme and theme not in way.themes:
            continue
        gateway = checklist.gateways.get(way.gateway)
        if gateway is not None:
            if gateway.status == "pending" and checklist.status == "current":
                continue
            if why_closed(checklist, facts, gateway, bodies=facts.get("discloses") is not False):
                continue
        found.append(OfferedWay(f"{bar.id}:{way.key or way.gateway}", bar, way))
    return tuple(found)


def blocking_bars(checklist: Checklist, facts: Mapping[str, object]) -> tuple[Gateway, ...]:
    """The raised bars that no exception could lift on these facts."""
    return tuple(bar for bar in raised_bars(checklist, facts) if not ways_through(checklist, facts, bar))


def _is_live(checklist: Checklist, gateway: Gateway) -> bool:
    if checklist.status == "current" and gateway.status == "historic":
        return False
    return gateway.stands_on(checklist.law_on)
