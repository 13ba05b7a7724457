"""The redline of one text: both texts in one, each difference marked, and the way back to either.

`accept(redline(old, new)) == canonical(new)` and `reject(redline(old, new)) == canonical(old)`, for any two texts.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import groupby

from protocols.redline.aligning import Keys, Weighed, aligned, in_common, likeness_of, same_kind, weigh
from protocols.redline.columns import Columns, columns_of
from protocols.redline.nodes import HOW, Block, Change, How, Mark, Token
from protocols.redline.noting import note
from protocols.redline.reading import read
from protocols.redline.words import count, differing, marked, split
from protocols.redline.writing import write

CHANGES = frozenset(change.value for change in Change)


def canonical(html: str) -> str:
    """The one spelling of a text: the same words, blocks and formatting, whichever editor wrote it."""
    return write(read(html))


def redline(old: str, new: str) -> str:
    """Both sanitised texts in one: words in `<ins>` and `<del>`, whole blocks with `data-change` as well."""
    keys: Keys = {}
    return write(note(_compared(weigh(read(old), keys), weigh(read(new), keys))), anchors=True)


def accept(html: str) -> str:
    """What a redline comes to when every change is accepted: the new text, canonical."""
    return write(_settled(read(html, exact=True), keep=Change.INSERTED))


def reject(html: str) -> str:
    """What a redline comes to when every change is rejected: the old text, canonical."""
    return write(_settled(read(html, exact=True), keep=Change.DELETED))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many words were put in and taken out, how many blocks moved, and in how many places formatting changed.

    Words that moved, or that are formatted otherwise, were neither put in nor taken out.
    """

    put_in: int = 0
    taken_out: int = 0
    moved: int = 0
    formatted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def tally(html: str) -> Tally:
    """What a redline says that changed."""
    return _tally(read(html, exact=True))


def _tally(block: Block) -> Tally:
    if block.how:
        inserted = int(block.change is Change.INSERTED)
        return Tally(moved=inserted) if block.how is How.MOVED else Tally(formatted=inserted)
    found: Counter[tuple[Change | None, How | None]] = Counter()
    for said, run in groupby(block.tokens, lambda token: change_of(token[1])):
        found[said] += 1 if said[1] else count(split(list(run)))
    own = Tally(found[Change.INSERTED, None], found[Change.DELETED, None], 0, found[Change.INSERTED, How.FORMAT])
    return sum((_tally(inner) for inner in block.blocks), own)


def change_of(marks: tuple[Mark, ...]) -> tuple[Change | None, How | None]:
    """What a redline says of words in these marks, and how they changed."""
    tag, told = next(((tag, dict(told)) for tag, told in marks if tag in CHANGES), ("", {}))
    return Change(tag) if tag else None, How(told[HOW]) if HOW in told else None


def _compared(old: Weighed, new: Weighed, columns: Columns | None = None) -> Block:
    """One block from two that are the same block, perhaps rewritten. `columns` are those of the table it is in."""
    block = new.block
    if old.key == new.key:
        return block
    if block.is_leaf:
        return replace(block, tokens=differing(old.block.tokens, block.tokens))
    if block.tag == "table":
        columns = columns_of(old, new)
    below = columns if block.tag in ("table", "thead", "tbody") else None
    pairs = _pairs(old, new, columns)
    return replace(block, blocks=[_one(before, after, below) for before, after in pairs])


def _pairs(old: Weighed, new: Weighed, columns: Columns | None) -> Iterable[tuple[Weighed | None, Weighed | None]]:
    """What stands in both blocks: cells by their place or column, all else by likeness."""
    if old.block.tag == "tr":
        return columns.cells(old, new) if columns else zip(old.inner, new.inner, strict=True)
    if len(old.inner) == len(new.inner) == 1 and same_kind(old.inner[0], new.inner[0]):
        return [(old.inner[0], new.inner[0])]
    return aligned(old.inner, new.inner, _rows_alike if columns else None)


def _rows_alike(old: Weighed, new: Weighed) -> float:
    """How alike two rows are of tables that differ in columns."""
    return in_common(old, new) if old.block.tag == new.block.tag == "tr" else likeness_of(old, new)


def _one(before: Weighed | None, after: Weighed | None, columns: Columns | None) -> Block:
    if before and after:
        return _compared(before, after, columns)
    if before:
        return _changed(before.block, Change.DELETED)
    if after is None:
        raise LookupError("A pair has at least one side.")
    return _changed(after.block, Change.INSERTED)


def _changed(block: Block, change: Change, *, inner: bool = False) -> Block:
    """A block that was inserted or deleted as a whole, with every word in it."""
    return Block(
        block.tag,
        block.attributes,
        tokens=marked(block.tokens, change),
        blocks=[_changed(one, change, inner=True) for one in block.blocks],
        change=None if inner else change,
        anchor=block.anchor if change is Change.INSERTED else "",
    )


def _settled(block: Block, *, keep: Change) -> Block:
    """The block with one kind of change taken up and the other left out."""
    return Block(
        block.tag,
        block.attributes,
        tokens=[token for one in block.tokens if (token := _settled_token(one, keep)) is not None],
        blocks=[_settled(one, keep=keep) for one in block.blocks if one.change in (None, keep)],
    )


def _settled_token(token: Token, keep: Change) -> Token | None:
    text, marks = token
    if change_of(marks)[0] not in (None, keep):
        return None
    return text, tuple(mark for mark in marks if mark[0] not in CHANGES)
