"""A redline as it is read out: each change is told in words before and after it, hidden from the eye.

Underlining and striking through are seen; a screen reader, and whoever copies the text, gets the words instead.
"""

from collections.abc import Iterator
from itertools import groupby

from protocols.redline.nodes import Block, Change, Mark, Token
from protocols.redline.reading import read
from protocols.redline.redlining import change_of
from protocols.redline.writing import write

HIDDEN: Mark = ("span", (("class", "redline-said"),))
BEFORE = {Change.INSERTED: "[inserted: ", Change.DELETED: "[deleted: "}
AFTER = "] "


def spoken(html: str) -> str:
    """The redline with its changes told in words."""
    return write(_told(read(html, exact=True)))


def spoken_heading(html: str) -> str:
    """The same of a heading: its words alone, without the paragraph that they are."""
    blocks = _told(read(html, exact=True)).blocks
    return write(Block(tokens=[token for block in blocks for token in block.tokens]))


def _told(block: Block) -> Block:
    return Block(
        block.tag,
        block.attributes,
        tokens=list(_told_words(block.tokens)),
        blocks=[_told(one) for one in block.blocks],
        change=block.change,
    )


def _told_words(tokens: list[Token]) -> Iterator[Token]:
    for change, run in groupby(tokens, lambda token: change_of(token[1])):
        if change is None:
            yield from run
            continue
        around: tuple[Mark, ...] = ((change.value, ()), HIDDEN)
        yield BEFORE[change], around
        yield from run
        yield AFTER, around
