"""The redline of words: which were taken out, which put in, so that a person can read it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from protocols.redline.matching import matches
from protocols.redline.nodes import HOW, Change, How, Mark, Token

PIECES = re.compile(r"\s|\w+|[^\w\s]")
MANY = 4  # words changed on each side of a single word, for that word to be read more easily as changed with them


@dataclass(slots=True)
class Passage:
    """Words that were deleted and inserted in one place, and the words after them that were kept."""

    deleted: list[Token]
    inserted: list[Token]
    kept: list[Token]

    @property
    def weight(self) -> int:
        """How many words changed."""
        return count(self.deleted) + count(self.inserted)


def split(tokens: Sequence[Token]) -> list[Token]:
    """The words, spaces and points of some text, each with its marks."""
    return [(piece, marks) for text, marks in tokens for piece in PIECES.findall(text)]


def count(tokens: Sequence[Token]) -> int:
    """How many words there are among split tokens."""
    return sum(1 for text, _ in tokens if text[0].isalnum())


def marked(tokens: Sequence[Token], change: Change, how: How | None = None) -> list[Token]:
    """The same words, all inserted or all deleted; `how` says that only their formatting changed."""
    told = ((HOW, how.value),) if how else ()
    return [(text, ((change.value, told), *marks)) for text, marks in tokens]


def differing(old: Sequence[Token], new: Sequence[Token]) -> list[Token]:
    """The words of both: those of `old` alone marked as deleted, those of `new` alone as inserted."""
    passages = _passages(split(old), split(new))
    for is_lost in (_is_no_word, _is_a_word_among_many):
        passages = _put_together(passages, is_lost)
    tokens: list[Token] = []
    for one in passages:
        how = How.FORMAT if one.deleted and _said(one.deleted) == _said(one.inserted) else None
        tokens += marked(one.deleted, Change.DELETED, how) + marked(one.inserted, Change.INSERTED, how) + one.kept
    return tokens


def _said(tokens: Sequence[Token]) -> list[object]:
    """What words say, whatever their formatting: where a link leads is said too."""
    return [(letter, link) for text, link in ((text, link_of(marks)) for text, marks in tokens) for letter in text]


def link_of(marks: tuple[Mark, ...]) -> Mark | None:
    """The link that words stand in."""
    return next((mark for mark in marks if mark[0] == "a"), None)


def _passages(old: list[Token], new: list[Token]) -> list[Passage]:
    passages = [Passage([], [], [])]
    low = start = 0
    for first, second in [*matches(old, new), (len(old), len(new))]:
        if low < first or start < second:
            passages.append(Passage(old[low:first], new[start:second], []))
        passages[-1].kept += new[second : second + 1]
        low, start = first + 1, second + 1
    return passages


def _put_together(passages: list[Passage], is_lost: Callable[[Passage, Passage], bool]) -> list[Passage]:
    """The same passages, where what stands between two of them is not lost to a reader."""
    together = passages[:1]
    for after in passages[1:]:
        before = together[-1]
        if before.weight and is_lost(before, after):
            before.deleted += before.kept + after.deleted
            before.inserted += before.kept + after.inserted
            before.kept = after.kept
        else:
            together.append(after)
    return together


def _is_no_word(before: Passage, after: Passage) -> bool:
    """Whether only spaces and points were kept between changed words."""
    return not count(before.kept) and after.weight > 0


def _is_a_word_among_many(before: Passage, after: Passage) -> bool:
    """Whether a single word was left standing in a passage that was rewritten."""
    return count(before.kept) == 1 and before.weight >= MANY and after.weight >= MANY
