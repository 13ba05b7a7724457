"""The numbered paragraphs of a clause, such as 4.2 and 4.2(a), and the keys by which links know them. Plain Python.

A paragraph that somebody linked to bears a key, `<li id="p3f9a2c1d">`, which stays with it through editing. A frozen,
inherited one cannot be given a key: it is known by a fingerprint of its words, if no other in its clause has the same.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

# A whole tag: what stands in quotes may hold any character.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^"<>])*)>')
ID = re.compile(r'\sid="([^"]*)"')
KEY = re.compile(r"p[0-9a-f]{8}")
BLOCKS = frozenset({"p", "li", "ol", "ul", "table", "tr", "td", "th", "h3", "h4", "blockquote", "caption", "br"})
DEEPEST = 3  # 4.2(a)(i): deeper ones have no number of their own
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One numbered paragraph: its place (2, 1 is the first under the second), its id, its own words, where its tag is.

    Two lists under one paragraph both begin at (a), as the page shows them, so that only `start` tells all apart.

    Its own words are those outside of the numbered paragraphs under it.
    """

    place: Place
    id: str
    words: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The key that it bears; nothing where nobody linked to it."""
        return self.id if KEY.fullmatch(self.id) else ""

    def number(self, clause: int, before: int = 0) -> str:
        """Its number in the clause of that number; `before` counts the paragraphs that the clause inherits."""
        first, *under = self.place
        signs = (LEVELS[depth](number) for depth, number in enumerate(under))
        return f"{clause}.{before + first}{''.join(f'({sign})' for sign in signs)}"


def paragraphs(html: str) -> list[Paragraph]:
    """The numbered paragraphs of a sanitised text, in order: those that the page gives a number, by the same rule."""
    return sorted(_read(html), key=lambda one: one.start)


def fingerprint(words: str) -> str:
    """What tells a paragraph by its words alone."""
    return f"w{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def by_fingerprint(found: Sequence[Paragraph]) -> dict[str, Paragraph]:
    """The paragraphs whose words no other one has, by what tells them."""
    times = Counter(one.words for one in found)
    return {fingerprint(one.words): one for one in found if one.words and times[one.words] == 1}


def by_key(found: Sequence[Paragraph]) -> dict[str, Paragraph]:
    """The paragraphs that bear a key of their own, by it."""
    times = Counter(one.key for one in found)
    return {one.key: one for one in found if one.key and times[one.key] == 1}


def with_ids(html: str, found: Sequence[Paragraph], ids: Mapping[int, str]) -> str:
    """The text with these ids on its paragraphs, and no other. `found` are its paragraphs, by where they start."""
    pieces, last = [], 0
    for one in found:
        tag = ID.sub("", html[one.start : one.end])
        wanted = ids.get(one.start)
        pieces += [html[last : one.start], f'{tag[:-1]} id="{wanted}">' if wanted else tag]
        last = one.end
    return "".join([*pieces, html[last:]])


def keys_kept(old: str, new: str) -> str:
    """The new text of a clause, in which each key of the old one stands where its paragraph is now, and nowhere twice.

    A key goes where the words are that it stood at, if they stand once in both texts and the paragraph that bears it
    now has others: a paragraph that was begun before another took its key along. One that came back without its key,
    as from a word processor, gets it again. Of copies with one key, that with the old words keeps it, else the first.
    """
    if 'id="' not in old and 'id="' not in new:
        return new
    before, after = paragraphs(old), paragraphs(new)
    had, once_before, once_now = by_key(before), by_fingerprint(before), by_fingerprint(after)
    ids: dict[int, str] = {}
    for key in dict.fromkeys([*had, *(one.key for one in after if one.key)]):
        bearing = [one for one in after if one.key == key]
        told = fingerprint(had[key].words) if key in had else ""
        chosen = _chosen(bearing, once_now.get(told) if told in once_before else None)
        if chosen is not None:
            ids.setdefault(chosen.start, key)
    return with_ids(new, after, ids)


def _chosen(bearing: Sequence[Paragraph], same: Paragraph | None) -> Paragraph | None:
    """Where a key stands: with its words, unless a paragraph of another key has them; else where it was found first."""
    if same is not None and (same in bearing or not same.key):
        return same
    return bearing[0] if bearing else None


@dataclass(slots=True)
class _Open:
    """An element that is being read. Of a list `place` is that of its items' parent; None where they have no number."""

    tag: str
    place: Place | None = None
    count: int = 0
    id: str = ""
    start: int = 0
    end: int = 0
    words: list[str] = field(default_factory=list)


def _read(html: str) -> Iterator[Paragraph]:
    path = [_Open("", ())]
    last = 0
    for found in TAG.finditer(html):
        _hear(path, html[last : found.start()])
        last = found.end()
        closing, tag, _ = found.groups()
        if tag in BLOCKS:
            _hear(path, " ")
        if tag not in BLOCKS or tag == "br":
            continue
        if not closing:
            path.append(_opened(path[-1], tag, found))
        elif any(one.tag == tag for one in path):
            while (one := path.pop()).tag != tag:
                pass
            if tag == "ol" and not path[-1].tag:
                path[-1].count = one.count
            if tag == "li" and one.place is not None:
                yield Paragraph(one.place, one.id, " ".join(unescape("".join(one.words)).split()), one.start, one.end)


def _opened(parent: _Open, tag: str, found: re.Match[str]) -> _Open:
    if tag == "ol" and parent.place is not None and len(parent.place) < DEEPEST:
        return _Open(tag, parent.place, parent.count)  # at the top, lists go on counting; below, each begins again
    if tag == "li" and parent.tag == "ol" and parent.place is not None:
        return _item(parent, found)
    return _Open(tag)


def _item(parent: _Open, found: re.Match[str]) -> _Open:
    parent.count += 1
    named = ID.search(found[3])
    place = (*parent.place, parent.count) if parent.place is not None else None
    return _Open("li", place, id=named[1] if named else "", start=found.start(), end=found.end())


def _hear(path: Sequence[_Open], text: str) -> None:
    """Give words to the innermost numbered paragraph."""
    for one in reversed(path):
        if one.tag == "li" and one.place is not None:
            one.words.append(text)
            return


def _letter(number: int) -> str:
    """A letter for each of the first 26, then aa, as the page counts."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    """i, ii, iii."""
    numerals = ""
    for value, sign in ROMAN:
        times, number = divmod(number, value)
        numerals += sign * times
    return numerals


LEVELS = (_letter, _roman)
