"""Numbered paragraphs: reading them from a content file, the variables in them, and their HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from legal_basis.loader.reading import Entry

VARIABLE = re.compile(r"\[\[([a-z][a-z0-9_]*)\]\]")
FILLER = re.compile(
    r"\b(lorem|ipsum|tbc|tbd|todo|fixme|xxx+|to be (?:completed|confirmed|inserted)|insert (?:here|name))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Paragraph:
    """One numbered paragraph, with its lettered items if it leads a list. Variables stand in it as ``[[key]]``."""

    text: str
    items: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        """The lead and the items, in reading order."""
        return (self.text, *self.items)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(piece.split()) for piece in self.pieces)


def read_paragraphs(entry: Entry, key: str) -> tuple[Paragraph, ...]:
    """The paragraphs under a key: strings, or mappings of ``lead`` and ``items``; ContentError on anything else."""
    values = entry.data.get(key)
    if values is None:
        return ()
    if not isinstance(values, list):
        raise entry.error(f"{key} has to be a list of paragraphs")
    return tuple(_paragraph(entry, f"{key} paragraph {number}", value) for number, value in enumerate(values, start=1))


def variables_in(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """The keys of the variables used, each once, in order of first use."""
    keys = (key for one in paragraphs for piece in one.pieces for key in VARIABLE.findall(piece))
    return tuple(dict.fromkeys(keys))


def fault_in(text: str) -> str:
    """What no wording may have: brackets that are no variable, or filler; said as "has ...", or nothing."""
    rest = VARIABLE.sub("", text)
    if "[" in rest or "]" in rest:
        return f"has square brackets that are not a variable: {text[:60]!r}"
    found = FILLER.search(rest)
    return f"has the filler word {found.group(0)!r}" if found else ""


def paragraphs_to_html(paragraphs: Sequence[Paragraph]) -> str:
    """The paragraphs as nested ordered lists, escaped; an empty string where there are none.

    The page and the PDF number the outer items 1.1, 1.2 and the inner ones (a), (b) by CSS counters.
    """
    return _ordered_list("".join(_item(one) for one in paragraphs)) if paragraphs else ""


def _item(paragraph: Paragraph) -> str:
    inner = _ordered_list("".join(_item(Paragraph(item)) for item in paragraph.items)) if paragraph.items else ""
    return f"<li><p>{escape(paragraph.text, quote=False)}</p>{inner}</li>"


def _ordered_list(items: str) -> str:
    return f"<ol>{items}</ol>"


def _paragraph(entry: Entry, where: str, value: object) -> Paragraph:
    if isinstance(value, str):
        return Paragraph(_clean(entry, where, value))
    if not isinstance(value, dict) or set(value) != {"lead", "items"} or not isinstance(value["items"], list):
        raise entry.error(f"{where} has to be text, or a lead with items")
    if len(value["items"]) < 2:
        raise entry.error(f"{where} leads a list of fewer than two items; write it as one sentence")
    items = tuple(_clean(entry, f"{where} item {number}", item) for number, item in enumerate(value["items"], start=1))
    return Paragraph(_clean(entry, where, value["lead"]), items)


def _clean(entry: Entry, where: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise entry.error(f"{where} is empty or is not text")
    text = " ".join(value.split())
    fault = fault_in(text)
    if fault:
        raise entry.error(f"{where} {fault}")
    return text
