"""Links inside a text: to a clause, which shows that clause's number as it is now, and to a term that a clause defines.

A link to a clause is kept as `<a href="#clause-S12">`, one to a term as `<a href="#term-serious-harm">`: by what they
mean, so that they hold when clauses move, come or go.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.richtext import plain

LINK = re.compile(r'<a\b[^>]*?\bhref="#(clause|term)-([\w.-]+)"[^>]*>(.*?)</a>', re.S)
# How a clause defines a term: at the beginning of a paragraph or item, "serious harm means ...".
DEFINES = re.compile(r"(?:an? |the )?([^\W\d_][\w’'-]*(?: [\w’'-]+){0,5}?) means?\b", re.I)
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
class Places:
    """Where things are: the number of each clause by its id, and the id of the clause that defines each term."""

    numbers: Mapping[str, int]
    terms: Mapping[str, str]


def has_links(html: str) -> bool:
    """Whether a text links to a clause or a term: quick, since most do not."""
    return 'href="#' in html and LINK.search(html) is not None


def link_up(html: str, places: Places) -> Linked:
    """A text as it is read: each link with the number of its clause, or with its term; a broken one as a gap."""
    broken: list[str] = []

    def put(found: re.Match[str]) -> str:
        kind, target, words = found.groups()
        clause = target if kind == "clause" else places.terms.get(target, "")
        number = places.numbers.get(clause)
        if number is None:
            broken.append(plain(words) or target)
            return NOWHERE.format(f"{words}: not in this text")
        return f'<a href="#section-{clause}">{f"clause {number}" if kind == "clause" else words}</a>'

    return Linked(LINK.sub(put, html), tuple(broken))


def renumber(body: str, numbers: Mapping[str, int]) -> str:
    """A text as it is written, its links kept, with the numbers that clauses have now."""

    def put(found: re.Match[str]) -> str:
        number = numbers.get(found[2]) if found[1] == "clause" else None
        return f'<a href="#clause-{found[2]}">clause {number}</a>' if number else found[0]

    return LINK.sub(put, body)


def terms_in(html: str) -> dict[str, str]:
    """The terms that a text defines, by the name that links to them bear."""
    found = (DEFINES.match(line) for line in plain(html).splitlines())
    return {term_key(one[1]): one[1] for one in found if one}


def term_key(term: str) -> str:
    """The name of a term in links."""
    return re.sub(r"\W+", "-", term.casefold()).strip("-")
