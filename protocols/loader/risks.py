"""Starter risks: what usually goes wrong in a theme, for the parties to begin from and change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legal_basis.loader.reading import ContentFile, Entry, entries, read_file
from protocols.kinds import SCALE, level_of, score_of

FILE = "risks.yaml"
CONTENT = Path(__file__).resolve().parent.parent / "content"
LONGEST_ID, LONGEST_TITLE = 60, 200


@dataclass(frozen=True)
class Scored:
    """A likelihood and a severity, each from 1 to 5."""

    likelihood: int
    severity: int


@dataclass(frozen=True)
class StarterRisk:
    """One risk to begin from: its likely cause, the harm to people, and what is usually done about it."""

    id: str
    title: str
    cause: str
    harm: str
    mitigation: str
    before: Scored
    after: Scored

    @property
    def description(self) -> str:
        """Cause and harm together, as a risk of a protocol says them."""
        return f"{self.cause} {self.harm}"

    @property
    def level_after(self) -> str:
        """How high it usually stays, in a word."""
        return level_of(self.after.likelihood, self.after.severity).label


@dataclass(frozen=True)
class StarterRisks:
    """The starter risks: those of every protocol, and those of each theme."""

    everywhere: tuple[StarterRisk, ...]
    themes: Mapping[str, tuple[StarterRisk, ...]]

    def of(self, theme: str) -> tuple[StarterRisk, ...]:
        """Those offered to a protocol of a theme, its own first; "" for an overarching protocol."""
        return (*self.themes.get(theme, ()), *self.everywhere)


@cache
def starter_risks() -> StarterRisks:
    """The starter risks of this release; read once a process."""
    return load_risks(CONTENT / FILE)


def load_risks(path: Path) -> StarterRisks:
    """Read and check the file. Raises ContentError naming file and entry."""
    file = read_file(path)
    whole = Entry(file, "", file.data).only(required=("everywhere", "themes"))
    by_theme = whole.data["themes"]
    if not isinstance(by_theme, dict) or not by_theme:
        raise whole.error("themes has to hold a list of risks for each theme")
    everywhere = _read_all(entries(file, "everywhere"))
    themes = {}
    for theme, risks in by_theme.items():
        part = ContentFile(file.name, {"risks": risks})
        themes[str(theme)] = _read_all(entries(part, "risks"))
    _refuse_twice(file, [*everywhere, *(risk for risks in themes.values() for risk in risks)])
    return StarterRisks(everywhere, themes)


def _read_all(found: Iterable[Entry]) -> tuple[StarterRisk, ...]:
    return tuple(_read(entry) for entry in found)


def _read(entry: Entry) -> StarterRisk:
    entry.only(required=("id", "title", "cause", "harm", "mitigation", "before", "after"))
    for key in ("title", "cause", "harm", "mitigation"):
        if not entry.text(key):
            raise entry.error(f"{key} is empty")
    if len(entry.text("id")) > LONGEST_ID or len(entry.text("title")) > LONGEST_TITLE:
        raise entry.error("the id or the title is too long to be stored")
    before, after = _scored(entry, "before"), _scored(entry, "after")
    if score_of(after.likelihood, after.severity) > score_of(before.likelihood, before.severity):
        raise entry.error("the mitigation makes it worse")
    words = {key: entry.text(key) for key in ("id", "title", "cause", "harm", "mitigation")}
    return StarterRisk(**words, before=before, after=after)


def _scored(entry: Entry, key: str) -> Scored:
    value = entry.data[key]
    if not isinstance(value, dict):
        raise entry.error(f"{key} has to hold a likelihood and a severity")
    part = Entry(entry.file, f"{entry.where} {key}", value).only(required=("likelihood", "severity"))
    scored = Scored(part.number("likelihood"), part.number("severity"))
    if scored.likelihood not in SCALE or scored.severity not in SCALE:
        raise part.error("likelihood and severity run from 1 to 5")
    return scored


def _refuse_twice(file: ContentFile, risks: Iterable[StarterRisk]) -> None:
    seen: set[str] = set()
    for risk in risks:
        if risk.id in seen:
            raise file.error(risk.id, "the id is used twice")
        seen.add(risk.id)
