"""What each kind of instrument does, in plain words, and how it is worded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from legal_basis.loader.reading import Entry, read_file
from protocols.kinds import ANSWERING

DIRECTORY = Path(__file__).resolve().parent.parent / "content" / "instruments"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `when` is the fact and the value that it hangs on, None where it always stands."""

    text: str
    when: tuple[str, str] | None = None

    def stands(self, facts: Mapping[str, str]) -> bool:
        """Whether it is part of the text, as things were chosen."""
        return self.when is None or facts.get(self.when[0], "") == self.when[1]


@dataclass(frozen=True)
class WordedSection:
    """One section of an instrument."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class InstrumentWording:
    """A kind of instrument: its name, the act as a sentence, what it does, and its sections in order."""

    kind: str
    name: str
    verb: str
    does: str
    sections: tuple[WordedSection, ...]


@cache
def instrument_wordings() -> dict[str, InstrumentWording]:
    """Every kind, in the order in which people are offered them; read once a process."""
    return {kind: load_wording(DIRECTORY / f"{kind}.yaml", kind) for kind in ANSWERING}


def load_wording(path: Path, kind: str) -> InstrumentWording:
    """Read and check the file of a kind. Raises ContentError naming file and entry."""
    whole = Entry(read_file(path), "", read_file(path).data)
    whole.only(required=("kind", "name", "verb", "does", "clauses"))
    if whole.text("kind") != kind:
        raise whole.error(f"kind has to be {kind}")
    sections = tuple(_section(entry) for entry in whole.each("clauses", "title"))
    return InstrumentWording(kind, whole.text("name"), whole.text("verb"), whole.text("does"), sections)


def _section(entry: Entry) -> WordedSection:
    entry.only(required=("title", "paragraphs"))
    return WordedSection(entry.text("title"), tuple(_paragraphs(entry)))


def _paragraphs(entry: Entry) -> Iterator[Paragraph]:
    for item in entry.data["paragraphs"]:
        yield Paragraph(item) if isinstance(item, str) else _conditional(entry, item)


def _conditional(entry: Entry, item: Mapping[str, Any]) -> Paragraph:
    one = Entry(entry.file, entry.where, item).only(required=("when", "text"))
    fact, _, value = one.text("when").partition("=")
    if not (fact and value):
        raise one.error("when has to be a fact and its value, such as data=kept")
    return Paragraph(one.text("text"), (fact, value))
