"""What deletions and insertions are together: a thing that moved, or one whose formatting alone changed.

A note takes nothing from the proof: what is noted is still deleted in one place and inserted in another.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from protocols.redline.nodes import Block, Change, How, Token
from protocols.redline.words import count, link_of, split

MOVABLE = frozenset({"p", "h3", "h4", "li", "tr", "ul", "ol", "table", "blockquote"})
LEAST = 3  # words, for what stands elsewhere to be the same thing, and not one that happens to say the same


def note(whole: Block) -> Block:
    """Note in a redline which of its blocks moved, and which changed their formatting alone."""
    changed = [one for one in _changed(whole) if one.tag in MOVABLE and count(split(list(_tokens(one)))) >= LEAST]
    waiting: dict[object, list[Block]] = {}
    for one in reversed(changed):
        if one.change is Change.DELETED:
            waiting.setdefault(_content(one), []).append(one)
    for one in changed:
        before = waiting.get(_content(one)) if one.change is Change.INSERTED else None
        if before:
            before.pop().how = one.how = How.MOVED
    _note_formats(whole)
    return whole


def _changed(block: Block) -> Iterator[Block]:
    for one in block.blocks:
        if one.change:
            yield one
        else:
            yield from _changed(one)


def _content(block: Block) -> object:
    """All that a block is, without what a redline says of it."""
    words = tuple((text, tuple(mark for mark in marks if mark[0] not in _CHANGES)) for text, marks in block.tokens)
    return block.tag, block.attributes, _joined(words), tuple(_content(one) for one in block.blocks)


_CHANGES = frozenset(change.value for change in Change)


def _joined(words: Iterable[Token]) -> object:
    """Words of the same marks as one, however they were split."""
    return tuple(("".join(text for text, _ in run), marks) for marks, run in groupby(words, lambda token: token[1]))


def _note_formats(block: Block) -> None:
    """Where blocks beside one another went and came with the same words, say that their formatting changed."""
    for is_open, run in groupby(block.blocks, lambda one: one.change is not None and one.how is None):
        if is_open:
            _note_run(list(run))
    for one in block.blocks:
        if one.change is None:
            _note_formats(one)


def _note_run(run: Sequence[Block]) -> None:
    gone = [one for one in run if one.change is Change.DELETED]
    come = [one for one in run if one.change is Change.INSERTED]
    if gone and come and (said := _words(gone)) and said == _words(come):
        for one in run:
            one.how = How.FORMAT
        return
    waiting: dict[tuple[object, ...], list[Block]] = {}
    for one in reversed(come):
        waiting.setdefault(tuple(_words([one])), []).append(one)
    for one in gone:
        words = tuple(_words([one]))
        if words and waiting.get(words):
            one.how = waiting[words].pop().how = How.FORMAT


def _words(blocks: Iterable[Block]) -> list[object]:
    """The words of some blocks and where they lead, wherever one block ends and another begins."""
    return [
        (text, link_of(marks)) for block in blocks for text, marks in split(list(_tokens(block))) if not text.isspace()
    ]


def _leaves(block: Block) -> Iterator[Block]:
    if block.tokens:
        yield block
    for inner in block.blocks:
        yield from _leaves(inner)


def _tokens(block: Block) -> Iterator[Token]:
    for leaf in _leaves(block):
        yield from leaf.tokens
