"""The redline of one text: both texts in one, each difference marked, and the way back to either.

`accept(redline(old, new)) == canonical(new)` and `reject(redline(old, new)) == canonical(old)`, for any two texts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from protocols.redline.aligning import Keys, Weighed, aligned, in_common, likeness_of, same_kind, weigh
from protocols.redline.columns import Columns, columns_of
from protocols.redline.nodes import Block, Change, Mark, Token
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
    return write(_compared(weigh(read(old), keys), weigh(read(new), keys)))


def accept(html: str) -> str:
    """What a redline comes to when every change is accepted: the new text, canonical."""
    return write(_settled(read(html, exact=True), keep=Change.INSERTED))


def reject(html: str) -> str:
    """What a redline comes to when every change is rejected: the old text, canonical."""
    return write(_settled(read(html, exact=True), keep=Change.DELETED))


def changed_words(html: str) -> tuple[int, int]:
    """How many words of a redline are inserted, and how many deleted."""
    found: Counter[str] = Counter()
    for text, marks in words_of(read(html, exact=True)):
        change = change_of(marks)
        if change:
            found[change] += count(split([(text, marks)]))
    return found[Change.INSERTED], found[Change.DELETED]


def words_of(block: Block) -> Iterator[Token]:
    """Every piece of text in a block, in order."""
    yield from block.tokens
    for inner in block.blocks:
        yield from words_of(inner)


def change_of(marks: tuple[Mark, ...]) -> Change | None:
    """What a redline says of words in these marks."""
    return next((Change(tag) for tag, _ in marks if tag in CHANGES), None)


def _compared(old: Weighed, new: Weighed, columns: Columns | None = None) -> Block:
    """One block from two that are the same block, perhaps rewritten. `columns` are those of the table it is in."""
    block = new.block
    if old.key == new.key:
        return block
    if block.is_leaf:
        return Block(block.tag, block.attributes, tokens=differing(old.block.tokens, block.tokens))
    if block.tag == "table":
        columns = columns_of(old, new)
    below = columns if block.tag in ("table", "thead", "tbody") else None
    pairs = _pairs(old, new, columns)
    return Block(block.tag, block.attributes, blocks=[_one(before, after, below) for before, after in pairs])


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
    assert after is not None
    return _changed(after.block, Change.INSERTED)


def _changed(block: Block, change: Change, *, inner: bool = False) -> Block:
    """A block that was inserted or deleted as a whole, with every word in it."""
    return Block(
        block.tag,
        block.attributes,
        tokens=marked(block.tokens, change),
        blocks=[_changed(one, change, inner=True) for one in block.blocks],
        change=None if inner else change,
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
    if change_of(marks) not in (None, keep):
        return None
    return text, tuple(mark for mark in marks if mark[0] not in CHANGES)
