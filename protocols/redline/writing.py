"""From blocks and words to HTML: one spelling for each text, so that equal texts are equal strings."""

from collections.abc import Iterator
from html import escape

from protocols.redline.nodes import BREAK, HOW, Attributes, Block, Mark, Token
from protocols.redline.reading import CHANGE


def write(block: Block, *, anchors: bool = False) -> str:
    """The HTML of a block and all that is in it; with `anchors` also the ids that links lead to."""
    return "".join(_pieces(block, anchors=anchors))


def _pieces(block: Block, *, anchors: bool) -> Iterator[str]:
    if block.tag:
        yield _opening(block.tag, (*block.attributes, *_told(block, anchors=anchors)))
    yield from _words(block.tokens)
    for inner in block.blocks:
        yield from _pieces(inner, anchors=anchors)
    if block.tag:
        yield f"</{block.tag}>"


def _told(block: Block, *, anchors: bool) -> Iterator[tuple[str, str]]:
    """What the portal itself says of a block."""
    if block.change:
        yield CHANGE, block.change.value
    if block.how:
        yield HOW, block.how.value
    if anchors and block.anchor:
        yield "id", block.anchor


def _words(tokens: list[Token]) -> Iterator[str]:
    """Words in their marks; a mark that goes on from one token to the next is opened once."""
    standing: tuple[Mark, ...] = ()
    for text, marks in tokens:
        if marks != standing:
            yield from _change_marks(standing, marks)
            standing = marks
        yield "<br>" if text == BREAK else escape(text, quote=False)
    yield from _change_marks(standing, ())


def _change_marks(standing: tuple[Mark, ...], wanted: tuple[Mark, ...]) -> Iterator[str]:
    shared = 0
    while shared < min(len(standing), len(wanted)) and standing[shared] == wanted[shared]:
        shared += 1
    for tag, _ in reversed(standing[shared:]):
        yield f"</{tag}>"
    for tag, attributes in wanted[shared:]:
        yield _opening(tag, attributes)


def _opening(tag: str, attributes: Attributes) -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{said}>"
