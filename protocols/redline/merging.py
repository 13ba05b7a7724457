"""One text from two that were both written from a third: whole where each changed other paragraphs. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from protocols.redline.aligning import Keys, Weighed, aligned, weigh
from protocols.redline.nodes import Block
from protocols.redline.reading import read
from protocols.redline.writing import write


class _Clash(Exception):
    """Both changed one paragraph, or both added something in one place: a person has to decide."""


@dataclass
class _Side:
    """What one side made of the blocks of the base: each kept, rewritten or left out; and what it put before each."""

    kept: list[Weighed | None]
    added: list[list[Weighed]] = field(default_factory=list)


def merge(base: str, one: str, other: str) -> str | None:
    """The text with the changes of both, canonical; None where both changed the same paragraph, cell or place.

    `merge(base, text, base)` and `merge(base, base, text)` are `canonical(text)`; the order does not matter. An anchor
    that either put on a paragraph stays on it, whatever the other made of its words.
    """
    keys: Keys = {}
    try:
        return write(_merged(*(weigh(read(text), keys) for text in (base, one, other))), anchors=True)
    except _Clash:
        return None


def carried(old: str, new: str) -> str:
    """The new text with the anchors of the old one on the paragraphs that a redline shows as the same.

    For a text that comes from where anchors are not kept, such as a word processor.
    """
    if ' id="' not in old:
        return new
    keys: Keys = {}
    return write(_carried(weigh(read(old), keys), weigh(read(new), keys)), anchors=True)


def _carried(old: Weighed, new: Weighed) -> Block:
    if not old.anchors or new.block.is_leaf:
        return new.block
    row = new.block.tag == "tr"
    pairs = zip(old.inner, new.inner, strict=True) if row else aligned(old.inner, new.inner)
    inner = [_carried(before, after) if before else after.block for before, after in pairs if after]
    return replace(new.block, blocks=inner, anchor=new.block.anchor or old.block.anchor)


def _merged(base: Weighed, one: Weighed, other: Weighed) -> Block:
    """One block of three versions of it."""
    alike = not base.block.is_leaf and _alike(base, one, other)
    if not alike or base.anchors == one.anchors == other.anchors:
        if base.key == other.key or one.key == other.key:
            return one.block
        if base.key == one.key:
            return other.block
    if not alike:
        raise _Clash
    block = replace(base.block, anchor=_anchor(base.block.anchor, one.block.anchor, other.block.anchor))
    if block.tag == "tr":
        cells = zip(base.inner, one.inner, other.inner, strict=True)
        return replace(block, blocks=[_merged(*three) for three in cells])
    return replace(block, blocks=_inner(base, one, other))


def _anchor(base: str, one: str, other: str) -> str:
    """What either side made of an anchor; where both gave a paragraph one, the first of them by name."""
    if base in (one, other):
        return other if base == one else one
    return min(filter(None, (one, other)), default="")


def _alike(base: Weighed, one: Weighed, other: Weighed) -> bool:
    """Whether the three are the same element; in a row, with as many cells."""
    if base.block.tag == "tr" and not len(base.inner) == len(one.inner) == len(other.inner):
        return False
    own = (base.block.tag, base.block.attributes)
    return all((side.block.tag, side.block.attributes) == own for side in (one, other))


def _inner(base: Weighed, one: Weighed, other: Weighed) -> list[Block]:
    """The blocks inside, in order: what both kept, what either rewrote, without what either left out."""
    left, right = (_side(base.inner, side.inner) for side in (one, other))
    blocks: list[Block] = []
    for place in range(len(base.inner) + 1):
        blocks += _added(left.added[place], right.added[place])
        if place < len(base.inner):
            blocks += _kept(base.inner[place], left.kept[place], right.kept[place])
    return blocks


def _side(base: Sequence[Weighed], side: Sequence[Weighed]) -> _Side:
    made = _Side([], [[]])
    for before, after in aligned(base, side):
        if before is None:
            if after is None:
                raise LookupError("A pair has at least one side.")
            made.added[-1].append(after)
        else:
            made.kept.append(after)
            made.added.append([])
    return made


def _added(one: list[Weighed], other: list[Weighed]) -> list[Block]:
    if one and other and [block.key for block in one] != [block.key for block in other]:
        raise _Clash
    return [added.block for added in one or other]


def _kept(base: Weighed, one: Weighed | None, other: Weighed | None) -> list[Block]:
    if one is not None and other is not None:
        return [_merged(base, one, other)]
    left = one or other
    if left is not None and left.key != base.key:
        raise _Clash  # the one left it out, the other rewrote it
    return []
