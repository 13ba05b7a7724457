"""Words that a comment is about: found again in a text that may have changed, and marked where they stand.

As a TextQuoteSelector of the W3C's Web Annotation Data Model: the exact words, and what stood before and after them.
Plain Python.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from protocols.redline.nodes import BREAK, Block, Mark, Token
from protocols.redline.reading import read
from protocols.redline.writing import write

LONGEST = 1000  # characters: about half a page, within one paragraph
AROUND = 32  # characters kept of what stands on either side
QUOTED: Mark = ("mark", (("class", "quoted"),))


@dataclass(frozen=True)
class Quote:
    """Some words of one paragraph. `paragraph` counts from 0 the paragraphs, headings and cells that hold words."""

    exact: str
    before: str = ""
    after: str = ""
    paragraph: int = 0


@dataclass(frozen=True)
class Place:
    """Where words stand: the paragraph, and the characters from `start` to before `end` of it."""

    paragraph: int
    start: int
    end: int


def tidy(words: str) -> str:
    """The words with every run of white space as one space, as a page shows them."""
    return " ".join(words.split())


def paragraphs(html: str) -> list[str]:
    """The words of each paragraph, heading and cell of a text, in order."""
    return [_words(leaf) for leaf in _leaves(read(html))]


def find(html: str, quote: Quote) -> Place | None:
    """Where the words stand now: where what is round them fits best, in the same paragraph if it can be."""
    return _find([_words(leaf) for leaf in _leaves(read(html))], quote)


def quote_from(html: str, exact: str, *, before: str = "", after: str = "") -> Quote | None:
    """The words as they stand in a text, with what is round them; None where they are not in it."""
    texts = paragraphs(html)
    place = _find(texts, Quote(tidy(exact), tidy(before), tidy(after)))
    if place is None:
        return None
    text = texts[place.paragraph]
    return Quote(
        text[place.start : place.end],
        text[max(0, place.start - AROUND) : place.start],
        text[place.end : place.end + AROUND],
        place.paragraph,
    )


def highlighted(html: str, quotes: Sequence[Quote]) -> tuple[str, list[bool]]:
    """The text with the words marked that still stand in it; and of each quote, whether it does."""
    whole = read(html)
    leaves = list(_leaves(whole))
    texts = [_words(leaf) for leaf in leaves]
    places = [_find(texts, quote) for quote in quotes]
    wanted: dict[int, set[int]] = {}
    for place in places:
        if place is not None:
            wanted.setdefault(place.paragraph, set()).update(range(place.start, place.end))
    for number, characters in wanted.items():
        leaves[number].tokens = list(_marked(leaves[number].tokens, characters))
    return (write(whole, anchors=True) if wanted else html), [place is not None for place in places]


def _leaves(block: Block) -> Iterator[Block]:
    if block.is_leaf:
        yield block
    for inner in block.blocks:
        yield from _leaves(inner)


def _words(leaf: Block) -> str:
    """What a paragraph says, with as many characters as its tokens have."""
    return "".join(" " if text == BREAK else text.replace("\xa0", " ") for text, _ in leaf.tokens)


def _find(texts: Sequence[str], quote: Quote) -> Place | None:
    if not quote.exact:
        return None
    found = [
        Place(number, start, start + len(quote.exact))
        for number, text in enumerate(texts)
        for start in _starts(text, quote.exact)
    ]
    return max(found, key=lambda place: _fits(texts[place.paragraph], place, quote), default=None)


def _starts(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _fits(text: str, place: Place, quote: Quote) -> tuple[int, int, int]:
    """How well a place fits: the characters round it that agree, then how near its paragraph is, the first first."""
    before, after = text[: place.start].rstrip(), text[place.end :].lstrip()
    agree = _common(before[::-1], quote.before.rstrip()[::-1]) + _common(after, quote.after.lstrip())
    return agree, -abs(place.paragraph - quote.paragraph), -place.start


def _common(one: str, other: str) -> int:
    for number, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return number
    return min(len(one), len(other))


def _marked(tokens: Sequence[Token], characters: set[int]) -> Iterator[Token]:
    """The tokens, cut where the marked words begin and end."""
    at = 0
    for text, marks in tokens:
        start = 0
        for end in range(1, len(text) + 1):
            inside = (at + start) in characters
            if end == len(text) or ((at + end) in characters) != inside:
                yield text[start:end], (QUOTED, *marks) if inside else marks
                start = end
        at += len(text)
