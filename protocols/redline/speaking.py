"""A redline as it is read out: each change is told in words before and after it, hidden from the eye.

Underlining and striking through are seen; a screen reader, and whoever copies the text, gets the words instead.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from protocols.redline.nodes import HOW, Block, Change, How, Mark, Token
from protocols.redline.reading import read
from protocols.redline.redlining import change_of
from protocols.redline.writing import write

HIDDEN: Mark = ("span", (("class", "redline-said"),))
BEFORE = {
    (Change.INSERTED, None): "[inserted: ",
    (Change.DELETED, None): "[deleted: ",
    (Change.INSERTED, How.MOVED): "[moved here: ",
    (Change.DELETED, How.MOVED): "[moved from here: ",
    (Change.INSERTED, How.FORMAT): "[formatting is now: ",
    (Change.DELETED, How.FORMAT): "[formatting was: ",
}
AFTER = "] "


def spoken(html: str) -> str:
    """The redline with its changes told in words."""
    return write(_told(read(html, exact=True)), anchors=True)


def spoken_heading(html: str) -> str:
    """The same of a heading: its words alone, without the paragraph that they are."""
    blocks = _told(read(html, exact=True)).blocks
    return write(Block(tokens=[token for block in blocks for token in block.tokens]))


def _told(block: Block, how: How | None = None) -> Block:
    """The block with its changes told. `how` is what is known of all that is in it."""
    how = how or block.how
    return replace(block, tokens=list(_told_words(block.tokens, how)), blocks=[_told(one, how) for one in block.blocks])


def _told_words(tokens: list[Token], how: How | None) -> Iterator[Token]:
    for (change, told), run in groupby(tokens, lambda token: change_of(token[1])):
        if change is None:
            yield from run
            continue
        around: tuple[Mark, ...] = ((change.value, ((HOW, told.value),) if told else ()), HIDDEN)
        yield BEFORE[change, how or told], around
        yield from run
        yield AFTER, around
