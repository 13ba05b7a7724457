"""Giving the numbered paragraphs that links lead to their ids on the page, and their numbers. Plain Python."""

from collections.abc import Collection
from dataclasses import dataclass

from protocols.texts.linking import Spot
from protocols.texts.paragraphs import ID, Paragraph, by_fingerprint, by_key, paragraphs, with_ids


@dataclass(frozen=True)
class Anchored:
    """A clause whose paragraphs bear the ids that links lead to, and no others; and those paragraphs, by their keys."""

    inherited: str
    own: str
    spots: dict[str, Spot]


@dataclass(frozen=True)
class Choice:
    """A numbered paragraph that a link can lead to. `key` is nothing while nobody linked to it.

    `place` counts from 0 the paragraphs of the clause's own text; it is None for those that it inherits.
    """

    number: str
    words: str
    key: str
    place: int | None


def anchored(clause: str, number: int, inherited: str, own: str, wanted: Collection[str]) -> Anchored:
    """The clause with ids on the paragraphs that are `wanted`, by key; where a key says no single one, it has no spot.

    What it inherits keeps the ids that it was frozen with: its own links lead there.
    """
    above, below = paragraphs(inherited), paragraphs(own)
    kept = {one.start: one.id for one in above if one.id}
    told, keyed = by_fingerprint(above), by_key(below)
    spots: dict[str, Spot] = {}
    ids: dict[int, str] = {}
    for key in sorted(wanted):
        anchor = f"section-{clause}/{key}"
        if key in told:
            anchor = kept.setdefault(told[key].start, anchor)
            spots[key] = Spot(told[key].number(number), anchor)
        elif key in keyed and anchor not in kept.values():
            ids[keyed[key].start] = anchor
            spots[key] = Spot(keyed[key].number(number, before=counted(above)), anchor)
    return Anchored(with_ids(inherited, above, kept), with_ids(own, below, ids), spots)


def bare(own: str) -> str:
    """A clause's own text without the keys of paragraphs: nothing leads to them."""
    return with_ids(own, paragraphs(own), {}) if ID.search(own) else own


def counted(found: list[Paragraph]) -> int:
    """How many numbered paragraphs stand at the top."""
    return max((one.place[0] for one in found), default=0)


def choices(number: int, inherited: str, own: str) -> list[Choice]:
    """The paragraphs of a clause that a link can lead to; those that say nothing, or cannot be told apart, are not."""
    above, below = paragraphs(inherited), paragraphs(own)
    told = {one.start: key for key, one in by_fingerprint(above).items()}
    return [
        *(Choice(one.number(number), one.words, told[one.start], None) for one in above if one.start in told),
        *(
            Choice(one.number(number, counted(above)), one.words, one.key, place)
            for place, one in enumerate(below)
            if one.words
        ),
    ]
