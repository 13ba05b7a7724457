"""The mistakes that sharing of data is known for, and where the portal holds each."""

from __future__ import annotations

from dataclasses import dataclass

PLACES = ("step", "gateway", "page", "said")
"""Where a rule is held: a step of the checklist, an entry of the library, a public page, or a place put in words."""


@dataclass(frozen=True)
class Place:
    """One place where a trap is held. ``name`` is a step's or gateway's id or a page's name; ``said`` tells it."""

    kind: str
    name: str
    said: str


@dataclass(frozen=True)
class Trap:
    """A known mistake: why it is one, what the portal does about it, and where."""

    id: str
    title: str
    why: str
    held: str
    places: tuple[Place, ...]
    sources: tuple[str, ...] = ()
    gk: str = ""
