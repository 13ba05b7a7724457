"""The case for a protocol: benefits and costs to begin from, and what is known of the seven kinds of barrier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legal_basis.loader.reading import ContentFile, Entry, entries, read_file
from protocols.kinds import BarrierKind, CaseGroup

FILE = Path(__file__).resolve().parent.parent / "content" / "case.yaml"
WORDS = ("id", "side", "group", "title", "description", "measured")
PAGES = {"guide": "legal_basis:guide", "examples": "legal_basis:examples", "gateways": "legal_basis:gateways"}
LEADS = ("trap", "clause", "page")


@dataclass(frozen=True)
class CaseStarter:
    """A benefit or a cost to begin from, to one of the four groups."""

    id: str
    side: str
    group: str
    title: str
    description: str
    measured: str


@dataclass(frozen=True)
class Answer:
    """Where a barrier is answered: `lead` is trap, clause or page, `target` which one; `said` names it."""

    lead: str
    target: str
    said: str


@dataclass(frozen=True)
class BarrierGuide:
    """What is known of one kind of barrier: what was found, an example, and what answers it."""

    kind: BarrierKind
    found: str
    example: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class CaseContent:
    """The starters of every protocol and of each theme, and the seven guides in order."""

    everywhere: tuple[CaseStarter, ...]
    themes: Mapping[str, tuple[CaseStarter, ...]]
    barriers: tuple[BarrierGuide, ...]

    def of(self, theme: str) -> tuple[CaseStarter, ...]:
        """Those offered to a protocol of a theme, its own first; "" for an overarching protocol."""
        return (*self.themes.get(theme, ()), *self.everywhere)


@cache
def case_content() -> CaseContent:
    """The content of this release; read once a process."""
    return load_case(FILE)


def load_case(path: Path) -> CaseContent:
    """Read and check the file. Raises ContentError naming file and entry."""
    file = read_file(path)
    whole = Entry(file, "", file.data).only(required=("everywhere", "themes", "barriers"))
    by_theme = whole.data["themes"]
    if not isinstance(by_theme, dict) or not by_theme:
        raise whole.error("themes has to hold a list of starters for each theme")
    themes = {
        str(theme): tuple(_starter(one) for one in entries(ContentFile(file.name, {"rows": rows}), "rows"))
        for theme, rows in by_theme.items()
    }
    everywhere = tuple(_starter(one) for one in entries(file, "everywhere"))
    _refuse_twice(file, [*everywhere, *(one for rows in themes.values() for one in rows)])
    barriers = tuple(_barrier(one) for one in whole.each("barriers", "kind"))
    if [one.kind for one in barriers] != list(BarrierKind):
        raise whole.error("barriers has to list the seven kinds, each once and in order")
    return CaseContent(everywhere, themes, barriers)


def _starter(entry: Entry) -> CaseStarter:
    entry.only(required=WORDS)
    entry.among("side", ("benefit", "cost"))
    entry.among("group", [group.value for group in CaseGroup])
    empty = [key for key in WORDS if not entry.text(key)]
    if empty:
        raise entry.error(f"{empty[0]} is empty")
    return CaseStarter(**{key: entry.text(key) for key in WORDS})


def _barrier(entry: Entry) -> BarrierGuide:
    entry.only(required=("kind", "found", "example", "answers"))
    kind = BarrierKind(entry.among("kind", [one.value for one in BarrierKind]))
    answers = tuple(_answer(one) for one in entry.each("answers", "said"))
    return BarrierGuide(kind, entry.text("found"), entry.text("example"), answers)


def _answer(entry: Entry) -> Answer:
    entry.only(required=(), optional=(*LEADS, "said"))
    leads = [lead for lead in LEADS if entry.text(lead)]
    if len(leads) != 1:
        raise entry.error(f"an answer leads to one of {', '.join(LEADS)}")
    if leads[0] == "page":
        entry.among("page", PAGES)
    if leads[0] != "trap" and not entry.text("said"):
        raise entry.error("said is missing: only a trap names itself")
    return Answer(leads[0], entry.text(leads[0]), entry.text("said"))


def _refuse_twice(file: ContentFile, starters: Iterable[CaseStarter]) -> None:
    seen: set[str] = set()
    for one in starters:
        if one.id in seen:
            raise file.error(one.id, "the id is used twice")
        seen.add(one.id)
