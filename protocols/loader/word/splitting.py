"""Parting a document at its headings: which paragraphs are headings, and at which depth a part begins."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from protocols.loader.word.blocks import Block, Paragraph
from protocols.loader.word.looks import Item
from protocols.loader.word.marks import INHERITED_SOURCE, OWN_BEGINS, SCHEDULE_BEGINS

FEWEST = 3
"""How many parts an agreement has at least: with fewer headings at one depth, the next depth parts it too."""
LONGEST_HEADING, MOST_WORDS = 120, 14
TITLE = "title"


@dataclass
class Piece:
    """A part of the document: its heading, its blocks, and those that an earlier copy marks as inherited."""

    heading: str = ""
    bookmarks: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    inherited: list[Block] = field(default_factory=list)


def split(blocks: Sequence[Block], *, is_copy: bool) -> tuple[list[Piece], int]:
    """The parts, the first without a heading; and the depth at which they begin.

    Of a file that is a copy from a portal, the schedules that the portal's record adds are left out.
    """
    found = list(blocks) if is_copy else with_headings(blocks)
    depth = 1 if is_copy else _depth(found)
    pieces, going_to = [Piece()], "own"
    for block in found:
        if isinstance(block, Paragraph) and 0 < block.level <= depth:
            pieces.append(Piece(block.text, block.bookmarks))
            going_to = "own"
        elif is_copy and isinstance(block, Paragraph) and block.style in GOES_TO:
            going_to = GOES_TO[block.style]
        elif going_to == "own":
            pieces[-1].blocks.append(block)
        elif going_to == "inherited":
            pieces[-1].inherited.append(block)
    return pieces, depth


GOES_TO = {INHERITED_SOURCE: "inherited", OWN_BEGINS: "own", SCHEDULE_BEGINS: "schedule"}


def title_of(blocks: Sequence[Block]) -> str:
    """What the document seems to be called: the paragraph in the style of a title, or the first heading of all."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    titled = next((one.text for one in paragraphs if one.style.lower() == TITLE), "")
    first = next((one for one in paragraphs if one.level), None)
    alone = first is not None and sum(one.level == first.level for one in paragraphs) == 1 and first.level == 1
    return titled or (first.text if first is not None and alone else "")


def with_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; where hardly any is a heading by its style, short bold or numbered lines are taken for headings."""
    if sum(isinstance(block, Paragraph) and block.level > 0 for block in blocks) >= FEWEST - 1:
        return list(blocks)
    return list(_found(blocks))


def _found(blocks: Sequence[Block]) -> Iterator[Block]:
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if isinstance(block, Paragraph) and _is_heading(block, after):
            yield replace(block, level=1, item=None)
        else:
            yield block


def _is_heading(block: Paragraph, after: Block | None) -> bool:
    text = block.text
    short = len(text) <= LONGEST_HEADING and len(text.split()) <= MOST_WORDS and text[-1:] not in ".;:,"
    if not short or after is None or block.level:
        return False
    if block.item is not None and (block.item.level or not block.item.numbered):
        return False
    return block.bold or text.isupper() or _leads(block.item, after)


def _leads(item: Item | None, after: Block) -> bool:
    """Whether a numbered line is followed by what stands under it, as 4 by 4.1."""
    below = after.item if isinstance(after, Paragraph) else None
    return item is not None and below is not None and below.list_id == item.list_id and below.level == item.level + 1


def _depth(blocks: Sequence[Block]) -> int:
    counts = Counter(block.level for block in blocks if isinstance(block, Paragraph) and block.level)
    so_far = 0
    for level in sorted(counts):
        so_far += counts[level]
        if so_far >= FEWEST:
            return level
    return max(counts, default=0)
