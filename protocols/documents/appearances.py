"""What a signature looks like on the page: a name, a post, an organisation, an authority and a date."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from textwrap import shorten

from django.template.loader import render_to_string

from protocols.documents.errors import SigningError
from protocols.documents.moments import moment
from protocols.documents.typesetting import typeset

SIZES = (10.0, 8.5, 7.0, 6.0, 5.0)  # points: the largest at which all the words fit
LONGEST_BASIS = 260  # characters shown; the certificate holds the whole


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an appearance: the headline, the lines under it, and when. The portal's own carry its mark."""

    headline: str
    lines: tuple[str, ...]
    when: str
    portal: bool = False


def draw(words: Words, width: float, height: float) -> bytes:
    """A one-page PDF of the words, in a box of so many points. Raises SigningError where they cannot fit."""
    for size in SIZES:
        page = {"width": round(width, 2), "height": round(height, 2), "inside": round(height - 1, 2), "size": size}
        html = render_to_string("documents/appearance.html", {**asdict(words), **page})
        drawn = typeset(html, sheets=("fonts", "appearances"), variant=None)
        if drawn.page_count == 1:
            return drawn.pdf
    raise SigningError("The name, post and authority are too long for the signature box. Shorten the authority.")


def signatory_words(
    name: str, post: str, organisation: str, basis: str, at: datetime, *, on_paper: date | None = None
) -> Words:
    """The words of a party's signature; of one on paper, when that was and that the portal recorded it."""
    authority = f"Authority: {shorten(basis, LONGEST_BASIS, placeholder=' …')}" if basis else ""
    if on_paper is not None:
        when = f"Signed on paper on {on_paper.day} {on_paper:%B %Y}; scan attached. Recorded on {moment(at)}"
        return Words(name, _present(post, organisation, authority), when)
    return Words(name, _present(post, organisation, authority), f"Signed on {moment(at)}")


def portal_words(done: str, explained: Sequence[str], at: datetime) -> Words:
    """The words of the portal's own certification and seal."""
    return Words(f"{done} by Concordat", tuple(explained), moment(at), portal=True)


def _present(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
