"""What a rich text is made of, as a redline sees it: blocks that hold blocks, or words with marks. Plain Python."""

from dataclasses import dataclass, field
from enum import StrEnum

Attributes = tuple[tuple[str, str], ...]
Mark = tuple[str, Attributes]
Token = tuple[str, tuple[Mark, ...]]  # some text, and the marks that it stands in, outermost first

# Blocks that hold words. Every other block holds blocks: bare words in it are a paragraph.
LEAVES = frozenset({"p", "h3", "h4"})
CONTAINERS = frozenset(
    {"ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "caption"}
)  # fmt: skip
# Blocks that are one thing, however much of what is in them changed: two of them in the same place are the same one.
FRAMES = frozenset({"ul", "ol", "table", "thead", "tbody"})
# Marks in the order in which they are nested; those of one rank keep the order that they had.
RANKS = {"ins": 0, "del": 0, "a": 1, "mark": 2, "strong": 3, "em": 4, "u": 5, "s": 6, "sub": 7, "sup": 7, "span": 8}
# Marks that mean the same once or twice.
PLAIN_MARKS = frozenset({"strong", "em", "u", "s", "mark"})
HOW = "data-how"  # the attribute that says how words or blocks changed
BREAK = "\n"  # the text of a line break: words never hold one


class Change(StrEnum):
    """What happened to a block or to words; the element that says so of words."""

    INSERTED = "ins"
    DELETED = "del"


class How(StrEnum):
    """What a deletion and an insertion are together: the same thing elsewhere, or in other formatting."""

    MOVED = "moved"
    FORMAT = "format"


@dataclass(slots=True)
class Block:
    """A paragraph, list, item, table, row or cell. A leaf has `tokens`, any other block has `blocks`.

    `change` says that the whole of it was inserted or deleted, and `how` whether it only moved, or changed its
    formatting. `anchor` is the id that links lead to: it is no part of what the text says. The text as a whole is a
    block without a tag.
    """

    tag: str = ""
    attributes: Attributes = ()
    tokens: list[Token] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)
    change: Change | None = None
    how: How | None = None
    anchor: str = ""

    @property
    def is_leaf(self) -> bool:
        """Whether it holds words."""
        return self.tag in LEAVES


def in_order(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks as they are nested in a canonical text: by rank, each plain one once."""
    kept = [mark for index, mark in enumerate(marks) if mark[0] not in PLAIN_MARKS or mark not in marks[:index]]
    return tuple(sorted(kept, key=lambda mark: RANKS.get(mark[0], 9)))
