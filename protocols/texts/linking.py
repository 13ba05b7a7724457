"""Links inside a text: to a clause or a numbered paragraph, by the number it has now, and to a term that is defined.

A link to a clause is kept as `<a href="#clause-S12">`, one to a paragraph as `<a href="#clause-S12/p3f9a2c1d">`, one to
a term as `<a href="#term-serious-harm">`: by what they mean, so that they hold when things move, come or go.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portal.richtext import plain

TARGET = r"(?P<clause>[\w.-]+)(?:/(?P<paragraph>[pw][0-9a-f]{8,16}))?"
LINK = re.compile(rf'<a\b[^<>]*?\bhref="#(?P<kind>clause|term)-{TARGET}"[^>]*>(?P<words>.*?)</a>', re.S)
PLACED = re.compile(rf'<a\b[^<>]*?\bhref="(?P<href>#section-{TARGET})"[^>]*>(?P<words>.*?)</a>', re.S)
NOWHERE = '<mark class="gap">[{}]</mark>'


@dataclass(frozen=True)
class Target:
    """A clause or a term that a link can lead to, as a chooser shows it."""

    href: str
    words: str
    label: str


@dataclass(frozen=True)
class Linked:
    """A text whose links lead to where things are now, and what the broken ones said."""

    html: str
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spot:
    """A numbered paragraph as a link shows it, such as 4.2(a), and its id on the page."""

    number: str
    anchor: str


@dataclass(frozen=True)
class Places:
    """Where things are: the number of each clause by its id, and the id of the clause that defines each term.

    `spots` are the paragraphs that links lead to, by clause and key, such as S12/p3f9a2c1d.
    """

    numbers: Mapping[str, int]
    terms: Mapping[str, str]
    spots: Mapping[str, Spot] = field(default_factory=dict)


def has_links(html: str) -> bool:
    """Whether a text links to a clause or a term: quick, since most do not."""
    return 'href="#' in html and LINK.search(html) is not None


def spots_wanted(html: str) -> set[tuple[str, str]]:
    """The clause and key of each paragraph that a text links to."""
    found = LINK.finditer(html) if 'href="#clause-' in html else ()
    return {(one["clause"], one["paragraph"]) for one in found if one["kind"] == "clause" and one["paragraph"]}


def link_up(html: str, places: Places) -> Linked:
    """A text as it is read: each link with the number of its clause, or with its term; a broken one as a gap."""
    broken: list[str] = []

    def put(found: re.Match[str]) -> str:
        written = _written(found, places)
        if written is None:
            broken.append(plain(found["words"]) or found["clause"])
            return NOWHERE.format(f"{found['words']}: not in this text")
        return f'<a href="#{written[0]}">{written[1]}</a>'

    return Linked(LINK.sub(put, html), tuple(broken))


def _written(found: re.Match[str], places: Places) -> tuple[str, str] | None:
    """Where a link leads, and what it says; None where there is no such thing."""
    clause = found["clause"]
    if found["paragraph"]:
        spot = places.spots.get(f"{clause}/{found['paragraph']}") if found["kind"] == "clause" else None
        return (spot.anchor, f"clause {spot.number}") if spot else None
    if found["kind"] == "term":
        clause = places.terms.get(clause, "")
    number = places.numbers.get(clause)
    if number is None:
        return None
    return f"section-{clause}", found["words"] if found["kind"] == "term" else f"clause {number}"


def renumber(body: str, numbers: Mapping[str, int], spots: Mapping[str, Spot] | None = None) -> str:
    """A text as it is written, its links kept, with the numbers that clauses and paragraphs have now."""

    def put(found: re.Match[str]) -> str:
        if found["kind"] == "term":
            return found[0]
        to = f"{found['clause']}/{found['paragraph']}" if found["paragraph"] else found["clause"]
        spot = (spots or {}).get(to)
        number = spot.number if spot else None if found["paragraph"] else numbers.get(to)
        return f'<a href="#clause-{to}">clause {number}</a>' if number else found[0]

    return LINK.sub(put, body)


def lead_written(html: str, elsewhere: str) -> str:
    """A text as it is written, shown where no clause is: its links lead `elsewhere`, those to terms are words alone."""

    def put(found: re.Match[str]) -> str:
        if found["kind"] == "term":
            return found["words"]
        to = f"{found['clause']}/{found['paragraph']}" if found["paragraph"] else found["clause"]
        return f'<a href="{elsewhere}#section-{to}">{found["words"]}</a>'

    return LINK.sub(put, html)


def lead(html: str, here: Collection[str], elsewhere: str = "") -> str:
    """A text that is shown where only some clauses are, by their ids: links to others lead `elsewhere`.

    `elsewhere` is the address of the page that has the whole text; without one such links become their words.
    """

    def put(found: re.Match[str]) -> str:
        if found["clause"] in here:
            return found[0]
        return f'<a href="{elsewhere}{found["href"]}">{found["words"]}</a>' if elsewhere else found["words"]

    return PLACED.sub(put, html) if 'href="#section-' in html else html
