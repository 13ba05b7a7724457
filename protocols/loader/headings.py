"""What agreements written elsewhere call the sections of the library, and finding the section that a heading means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from legal_basis.loader.reading import Entry, read_file

FILE = Path(__file__).resolve().parent.parent / "content" / "headings.yaml"
SURE, LIKELY = 1.0, 0.78
"""How like a title a heading must be to be offered for its section: the same, or nearly so."""
NUMBER = re.compile(
    r"^\s*(?:(?:section|clause|part|article|schedule|appendix|annex)\s+(?:\d+|[a-z]|[ivxl]+)\b"
    r"|\d+(?:\.\d+)*|[A-Z](?=[.)])|[ivx]+(?=[.)]))[.):\u2013-]*\s*",
    re.IGNORECASE,
)
SMALL = frozenset(["a", "an", "and", "are", "at", "by", "for", "in", "of", "on", "or", "the", "this", "to", "with"])
ABOUT_ITSELF = frozenset(["agreement", "protocol", "isa", "isp"])
LONGEST = 200  # characters of a heading that are compared


@dataclass(frozen=True)
class Match:
    """The section that a heading most likely means, and how like its title or another name of it the heading is."""

    section_id: str = ""
    likeness: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the heading is the section's title, or a known name of it."""
        return self.likeness >= SURE


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """What else the sections are called, by section id. Raises ContentError where the file is broken."""
    file = read_file(FILE)
    whole = Entry(file, "", file.data)
    return {str(section_id): whole.words(section_id) for section_id in file.data}


def bare(heading: str) -> str:
    """A heading without the number before it."""
    stripped = NUMBER.sub("", heading, count=1).strip()
    return " ".join((stripped or heading).split())


def match(heading: str, sections: Iterable[tuple[str, str]]) -> Match:
    """The section that a heading means, among pairs of id and title; an empty match where none is like it."""
    wanted = _key(bare(heading))
    if not wanted:
        return Match()
    found = max((_likeness(wanted, one, title) for one, title in sections), key=lambda m: m.likeness, default=Match())
    return found if found.likeness >= LIKELY else Match()


def _likeness(wanted: str, section_id: str, title: str) -> Match:
    names = [title, *other_names().get(section_id, ())]
    return Match(section_id, max(_like(wanted, _key(name)) for name in names))


def _like(one: str, other: str) -> float:
    if one == other:
        return SURE
    compared = SequenceMatcher(None, one, other, autojunk=False)
    hopeful = compared.real_quick_ratio() >= LIKELY and compared.quick_ratio() >= LIKELY
    ratio = compared.ratio() if hopeful else 0.0
    return min(max(ratio, _shared(one.split(), other.split())), 0.99)


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """How many words two names share, of all that either has; one common word alone says little."""
    common, every = set(one) & set(other), set(one) | set(other)
    return len(common) / len(every) if len(common) > 1 else 0.0


def _key(name: str) -> str:
    """The spelling under which two names are the same."""
    words = re.findall(r"[a-z0-9]+", name[:LONGEST].lower().replace("\u2019", "'").replace("'", ""))
    told = [word for word in words if word not in SMALL]
    kept = [word for word in told if word not in ABOUT_ITSELF] or told
    return " ".join(kept or words)
