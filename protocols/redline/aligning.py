"""Which blocks of an old text are which of a new one: the same first, then those most alike, in order."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from protocols.redline.matching import matches
from protocols.redline.nodes import FRAMES, Block
from protocols.redline.words import split

ALIKE = 0.4  # the share of words that two blocks have in common, for one to be the other rewritten
MOST = 10_000  # pairs weighed in one place; beyond that only those at the same distance from the beginning

T = TypeVar("T")
Key = int
Keys = dict[object, Key]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A block with what tells it from others: a key that equal blocks share, and its words, counted.

    `anchors` are those in it, in order: two blocks may say the same and have others.
    """

    block: Block
    key: Key
    words: Counter[str]
    size: int
    inner: tuple["Weighed", ...]
    anchors: tuple[str, ...]


Likeness = Callable[[Weighed, Weighed], float]


def weigh(block: Block, keys: Keys) -> Weighed:
    """The block and all in it. `keys` is shared by what is compared: it gives equal blocks the same number."""
    inner = tuple(weigh(one, keys) for one in block.blocks)
    content = (block.tag, block.attributes, tuple(block.tokens), tuple(one.key for one in inner))
    key = keys.setdefault(content, len(keys))
    words = Counter(text for text, _ in split(block.tokens) if text[0].isalnum())
    for one in inner:
        words.update(one.words)
    anchors = (*filter(None, (block.anchor,)), *(anchor for one in inner for anchor in one.anchors))
    return Weighed(block, key, words, words.total(), inner, anchors)


def aligned(
    old: Sequence[Weighed], new: Sequence[Weighed], likeness: Likeness | None = None
) -> Iterator[tuple[Weighed | None, Weighed | None]]:
    """Both sequences as one, in order: pairs, and blocks that only one side has, the old ones first."""
    low = start = 0
    same = matches([one.key for one in old], [one.key for one in new])
    apart = _unless(_moved(old, new, same), likeness or likeness_of)
    for first, second in [*same, (len(old), len(new))]:
        yield from _gap(old[low:first], new[start:second], apart)
        if first < len(old):
            yield old[first], new[second]
        low, start = first + 1, second + 1


def _moved(old: Sequence[Weighed], new: Sequence[Weighed], same: Sequence[tuple[int, int]]) -> set[Key]:
    """The keys of blocks that both sequences have, in other places."""
    here, there = {first for first, _ in same}, {second for _, second in same}
    gone = {one.key for place, one in enumerate(old) if place not in here and one.size}
    return gone & {one.key for place, one in enumerate(new) if place not in there}


def _unless(moved: set[Key], likeness: Likeness) -> Likeness:
    """Likeness, where what moved is like nothing that stands in its old or its new place."""
    if not moved:
        return likeness
    return lambda one, other: 0 if one.key in moved or other.key in moved else likeness(one, other)


def _gap(
    old: Sequence[Weighed], new: Sequence[Weighed], likeness: Likeness
) -> Iterator[tuple[Weighed | None, Weighed | None]]:
    low = start = 0
    for first, second in [*most_alike(old, new, likeness), (len(old), len(new))]:
        yield from ((one, None) for one in old[low:first])
        yield from ((None, one) for one in new[start:second])
        if first < len(old):
            yield old[first], new[second]
        low, start = first + 1, second + 1


def most_alike(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[int, int]]:
    """The pairs, in order, that have most in common taken together."""
    if len(old) * len(new) > MOST:
        return [(place, place) for place in range(min(len(old), len(new))) if likeness(old[place], new[place])]
    worth = [[likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            paired = best[row + 1][column + 1] + worth[row][column]
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    pairs = []
    row = column = 0
    while row < len(old) and column < len(new):
        if worth[row][column] and best[row][column] == best[row + 1][column + 1] + worth[row][column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def likeness_of(old: Weighed, new: Weighed) -> float:
    """How much two blocks have in common, from 0 (they are two things) to 1 and a little.

    Of two lists or two tables one is always the other; rows are only alike where their cells stand alike.
    """
    return in_common(old, new) if same_kind(old, new) else 0


def in_common(old: Weighed, new: Weighed) -> float:
    """The same of two blocks of one kind, whatever their cells are."""
    both = old.size + new.size
    common = 2 * (old.words & new.words).total() / both if both else 1.0
    if old.block.tag in FRAMES:
        return common + 0.01
    return common if common >= ALIKE else 0


def same_kind(old: Weighed, new: Weighed) -> bool:
    """Whether one block could be the other rewritten: the same element, and in a row the same cells."""
    alike = (old.block.tag, old.block.attributes) == (new.block.tag, new.block.attributes)
    return alike and (old.block.tag != "tr" or _shape(old) == _shape(new))


def _shape(row: Weighed) -> list[object]:
    return [(cell.block.tag, cell.block.attributes) for cell in row.inner]
