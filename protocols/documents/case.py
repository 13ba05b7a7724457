"""The case for a protocol, as a page shows it and as two printed pages for a board.

What does not fit on two pages is left out knowingly: the strongest come first, and the page says how many more there
are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.template.loader import render_to_string

from portal.govuk.days import day
from protocols.documents.errors import RenderingError
from protocols.documents.typesetting import Typeset, typeset
from protocols.kinds import BarrierKind, CaseGroup

SHEETS = ("fonts", "page", "text", "tables", "case")
PAGES = 2
TRIES = ((5, 260), (4, 220), (3, 180), (3, 120), (2, 150), (2, 110), (2, 85), (1, 150), (1, 90), (1, 60))
"""How many lines of each list, and how many letters of each, are tried until the case fits."""
ROOM = 7000
"""More letters than two pages hold: what has more is not even tried, because setting it takes a second."""
BAR = 100
L = TypeVar("L", "CaseLine", "BarrierLine")


@dataclass(frozen=True)
class CaseLine:
    """A benefit or a cost. `estimate` and `owner` are words, "" for none; `key` is the row's own."""

    number: int
    title: str
    description: str
    measured: str
    estimate: str
    owner: str
    owner_post: str
    key: object = None

    @property
    def strength(self) -> tuple[bool, bool, bool, int]:
        """What convinces first: an estimate, then a measure, then an owner; then the order of writing."""
        return (not self.estimate, not self.measured, not self.owner, self.number)


@dataclass(frozen=True)
class BarrierLine:
    """A barrier, and what was done about it."""

    number: int
    title: str
    description: str
    standing: str
    standing_words: str
    done: str
    owner: str
    owner_post: str
    key: object = None

    @property
    def strength(self) -> tuple[bool, int]:
        """What was got over convinces first."""
        return (self.standing != "overcome", self.number)


@dataclass(frozen=True)
class GroupCase:
    """What one of the four groups gains and pays; `..._more` are lines that the printed pages have no room for."""

    group: CaseGroup
    benefits: Sequence[CaseLine]
    costs: Sequence[CaseLine]
    benefit_totals: Sequence[str] = ()
    cost_totals: Sequence[str] = ()
    benefits_more: int = 0
    costs_more: int = 0

    @property
    def counts(self) -> tuple[int, int]:
        """How many benefits and costs there are, shown or not."""
        return len(self.benefits) + self.benefits_more, len(self.costs) + self.costs_more


@dataclass(frozen=True)
class KindCase:
    """One of the seven kinds of barrier, with those that were met or are expected."""

    kind: BarrierKind
    found: str
    lines: Sequence[BarrierLine]
    more: int = 0


@dataclass(frozen=True)
class Case:
    """The whole case: the four groups and the seven kinds, in order."""

    groups: Sequence[GroupCase]
    kinds: Sequence[KindCase]

    def __bool__(self) -> bool:
        return any(group.benefits or group.costs for group in self.groups) or any(kind.lines for kind in self.kinds)

    @property
    def bars(self) -> list[tuple[GroupCase, int, int]]:
        """Each group with how long its two bars are, in hundredths of the longest."""
        longest = max((count for group in self.groups for count in group.counts), default=0) or 1
        return [(group, BAR * group.counts[0] // longest, BAR * group.counts[1] // longest) for group in self.groups]

    @property
    def left_out(self) -> int:
        """How many lines the printed pages have no room for."""
        of_groups = sum(group.benefits_more + group.costs_more for group in self.groups)
        return of_groups + sum(kind.more for kind in self.kinds)

    @property
    def letters(self) -> int:
        """How much there is to read."""
        entries = [line for group in self.groups for line in (*group.benefits, *group.costs)]
        barriers = [line for kind in self.kinds for line in kind.lines]
        said = sum(len(line.title) + len(line.description) + len(line.measured) for line in entries)
        return said + sum(len(line.title) + len(line.description) + len(line.done) for line in barriers)

    @property
    def met(self) -> tuple[int, int]:
        """How many barriers were met, and how many of those were got over."""
        lines = [line for kind in self.kinds for line in kind.lines if line.standing != "expected"]
        return len(lines), sum(line.standing == "overcome" for line in lines)


@dataclass(frozen=True)
class Board:
    """What a board has to know besides: whose protocol it is, what it is for, and where the whole case stands."""

    partnership: str
    reference: str
    title: str
    purpose: str
    standing: str
    parties: Sequence[str]
    address: str


def shortened(case: Case, most: int, letters: int) -> Case:
    """The case with at most so many lines in each list, and so many letters in each text."""
    groups = [
        replace(
            group,
            benefits=_strongest(group.benefits, most, letters),
            costs=_strongest(group.costs, most, letters),
            benefits_more=max(len(group.benefits) - most, 0),
            costs_more=max(len(group.costs) - most, 0),
        )
        for group in case.groups
    ]
    few = max(most - 2, 1)
    kinds = [
        replace(kind, lines=_strongest(kind.lines, few, letters), more=max(len(kind.lines) - few, 0))
        for kind in case.kinds
    ]
    return Case(groups, kinds)


def print_case(case: Case, board: Board, on: date, *, identifier: str = "") -> Typeset:
    """The case on at most two pages, as much of it as fits. Raises RenderingError where it cannot be set.

    `identifier` fixes the file's id.
    """
    met, overcome = case.met
    for most, letters in TRIES:
        cut = shortened(case, most, letters)
        if cut.letters > ROOM and (most, letters) != TRIES[-1]:
            continue
        context = {
            "case": cut,
            "board": replace(board, purpose=_cut(board.purpose, 2 * letters)),
            "made": day(on),
            "iso": on.isoformat(),
            "met": met,
            "overcome": overcome,
        }
        html = render_to_string("documents/case.html", context)
        made = typeset(html, sheets=SHEETS, identifier=identifier.encode() or None)
        if made.page_count <= PAGES:
            return made
    raise RenderingError("The case does not fit on two pages. Shorten its titles.")


def _strongest(lines: Sequence[L], most: int, letters: int) -> list[L]:
    kept = sorted(lines, key=lambda line: line.strength)[:most]
    return [_cut_line(line, letters) for line in kept]


def _cut_line(line: L, letters: int) -> L:
    description = _cut(line.description, letters)
    if isinstance(line, CaseLine):
        return replace(line, description=description, measured=_cut(line.measured, letters))
    return replace(line, description=description, done=_cut(line.done, letters))


def _cut(text: str, letters: int) -> str:
    """A text of at most so many letters, ending at a word, with a mark where it goes on."""
    text = text.strip()
    return text if len(text) <= letters else f"{text[: letters - 1].rsplit(maxsplit=1)[0].rstrip(',;:')}…"
