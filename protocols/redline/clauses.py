"""The redline of a document by clause: which were added, changed, moved and removed, and each one's own redline.

A clause is known by its id, whatever its number is. Clauses that kept their order among one another have not moved,
however their numbers changed because others came or went.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from html import escape
from typing import Any

from protocols.redline.matching import longest_rising
from protocols.redline.redlining import Tally, accept, canonical, redline, reject, tally


class Kind(StrEnum):
    """What became of a clause. One that moved may have changed as well: see `ClauseRedline.is_moved`."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Clause:
    """A clause of one text: what it inherits stands before its own words."""

    id: str
    number: int
    title: str
    html: str
    inherited: str = ""
    source: str = ""

    @classmethod
    def of(cls, section: Mapping[str, Any]) -> "Clause":
        """The clause as a snapshot has it."""
        return cls(
            section["id"], section["number"], section["title"], section["html"],
            section.get("inherited_html") or "", section.get("source") or "",
        )  # fmt: skip


@dataclass(frozen=True)
class ClauseRedline:
    """One clause of both texts. `was` and `now` are its numbers; title, inherited and html are redlines."""

    id: str
    was: int | None
    now: int | None
    kind: Kind
    is_moved: bool
    title: str
    plain_title: str
    inherited: str
    html: str
    source: str

    @property
    def is_touched(self) -> bool:
        """Whether anything about it differs, were it only its place."""
        return self.is_moved or self.kind is not Kind.SAME

    @cached_property
    def tally(self) -> Tally:
        """How many words were put in and taken out, how much moved inside it, and where formatting changed."""
        return sum((tally(part) for part in (self.title, self.inherited, self.html)), Tally())


@dataclass(frozen=True)
class DocumentRedline:
    """Every clause of both texts, in the order of the new one; removed ones follow what they followed."""

    clauses: tuple[ClauseRedline, ...]

    @cached_property
    def touched(self) -> list[ClauseRedline]:
        """The clauses that differ."""
        return [one for one in self.clauses if one.is_touched]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many clauses were added, changed, moved and removed, and how many stayed as they were."""
        kinds = Counter(one.kind for one in self.clauses)
        return {
            "added": kinds[Kind.ADDED],
            "changed": kinds[Kind.CHANGED],
            "moved": sum(one.is_moved for one in self.clauses),
            "removed": kinds[Kind.REMOVED],
            "same": len(self.clauses) - len(self.touched),
        }

    def accepted(self) -> list[tuple[str, str, str, str]]:
        """The new text: id, title, inherited words and own words of each clause, in order."""
        kept = sorted((one for one in self.clauses if one.now is not None), key=lambda one: one.now or 0)
        return [(one.id, accept(one.title), accept(one.inherited), accept(one.html)) for one in kept]

    def rejected(self) -> list[tuple[str, str, str, str]]:
        """The old text, likewise."""
        kept = sorted((one for one in self.clauses if one.was is not None), key=lambda one: one.was or 0)
        return [(one.id, reject(one.title), reject(one.inherited), reject(one.html)) for one in kept]


def canonical_clauses(clauses: Sequence[Clause]) -> list[tuple[str, str, str, str]]:
    """A text as `accepted` and `rejected` give it back."""
    return [(one.id, _heading(one.title), canonical(one.inherited), canonical(one.html)) for one in clauses]


def compare_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> DocumentRedline:
    """The redline of a whole document. Ids are unique in each text."""
    before = {one.id: one for one in old}
    moved = _moved(old, new)
    after = {one.id for one in new}
    follows: dict[str | None, list[Clause]] = {}
    last: str | None = None
    for one in old:
        if one.id in after:
            last = one.id
        else:
            follows.setdefault(last, []).append(one)
    return DocumentRedline(tuple(_in_order(before, new, follows, moved)))


def _in_order(
    before: Mapping[str, Clause], new: Sequence[Clause], follows: Mapping[str | None, list[Clause]], moved: set[str]
) -> Iterator[ClauseRedline]:
    yield from (_both(one, None) for one in follows.get(None, ()))
    for one in new:
        yield _both(before.get(one.id), one, is_moved=one.id in moved)
        yield from (_both(gone, None) for gone in follows.get(one.id, ()))


def _moved(old: Sequence[Clause], new: Sequence[Clause]) -> set[str]:
    """The ids of clauses that stand elsewhere among those that both texts have: as few as explain the new order."""
    places = {one.id: place for place, one in enumerate(old)}
    common = [one.id for one in new if one.id in places]
    stayed = {common[index] for index in longest_rising([places[key] for key in common])}
    return set(common) - stayed


def _both(old: Clause | None, new: Clause | None, *, is_moved: bool = False) -> ClauseRedline:
    first, second = old or _nothing(new), new or _nothing(old)
    title = redline(_heading(first.title), _heading(second.title))
    inherited = redline(first.inherited, second.inherited)
    html = redline(first.html, second.html)
    return ClauseRedline(
        id=second.id,
        was=old.number if old else None,
        now=new.number if new else None,
        kind=Kind.ADDED if not old else Kind.REMOVED if not new else _kind(first, second),
        is_moved=is_moved,
        title=title,
        plain_title=(new or first).title,
        inherited=inherited,
        html=html,
        source=second.source or first.source,
    )


def _kind(old: Clause, new: Clause) -> Kind:
    same = canonical_clauses([old]) == canonical_clauses([new])
    return Kind.SAME if same else Kind.CHANGED


def _nothing(clause: Clause | None) -> Clause:
    if clause is None:
        raise LookupError("One of the two sides has the clause.")
    return Clause(clause.id, 0, "", "")


def _heading(title: str) -> str:
    return canonical(escape(title, quote=False))
