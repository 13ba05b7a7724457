"""What a copy in Word carries so that it is known again when it comes back: properties, a bookmark, names of styles.

Word and LibreOffice keep all three through editing and saving. None of it is trusted: it says where to look, and who
may do what is asked afresh.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LONGEST = 240  # characters in one property: Word cuts them at 255
MOST_VALUES = 60_000  # characters of all values: more are not carried, and those of today are taken instead
REFERENCE, VERSION, TEXT, REVISIONS, WORDS, VALUES, NAME = (
    "Concordat reference", "Concordat version", "Concordat text", "Concordat revisions", "Concordat words",
    "Concordat values", "Concordat text name",
)  # fmt: skip
BOOKMARK = "section_"
# Paragraph styles that tell, when a copy comes back, whose words follow and how they hang together.
INHERITED_SOURCE, OWN_BEGINS, SCHEDULE_BEGINS = "Inherited from", "Own text", "Schedule"
CLAUSE_TEXT, CLAUSE_CONTINUED = "Clause text", "Clause continued"


@dataclass(frozen=True)
class CopyMarks:
    """Which text a copy was taken from: `revisions` are the clauses' by section id, `text` is the text's SHA-256.

    `words` are fingerprints of the clauses' words, by section id; `values` are the values that filled it, by key.
    `name` says which text of the version it was, such as a named one; it is empty for the version as it was.
    """

    reference: str
    version: int
    text: str
    revisions: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    def as_properties(self) -> dict[str, str]:
        """The properties of the file, none longer than Word keeps."""
        known = {REFERENCE: self.reference, VERSION: str(self.version), TEXT: self.text}
        named = {NAME: self.name[:LONGEST]} if self.name else {}
        revisions = _lines(f"{section}:{revision}" for section, revision in self.revisions.items())
        words = _lines(f"{section}:{fingerprint}" for section, fingerprint in self.words.items())
        return known | named | _counted(REVISIONS, revisions) | _counted(WORDS, words) | self._packed_values()

    def _packed_values(self) -> dict[str, str]:
        """The values, in letters that no program changes."""
        packed = base64.b64encode(json.dumps(dict(self.values)).encode()).decode() if self.values else ""
        if len(packed) > MOST_VALUES:
            return {}
        return _counted(VALUES, [packed[at : at + LONGEST] for at in range(0, len(packed), LONGEST)])

    @classmethod
    def read(cls, properties: Mapping[str, str]) -> "CopyMarks | None":
        """The marks in a file's properties; None where it was not taken from a portal like this."""
        reference, version = properties.get(REFERENCE, ""), properties.get(VERSION, "")
        if not reference or not _is_number(version):
            return None
        revisions = {key: int(told) for key, told in _pairs(properties, REVISIONS) if _is_number(told)}
        words = dict(_pairs(properties, WORDS))
        values = _unpacked("".join(_in_turn(properties, VALUES)))
        name = properties.get(NAME, "")
        return cls(reference, int(version), properties.get(TEXT, ""), revisions, words, values, name)


def fingerprint_of_words(words: str) -> str:
    """What tells one clause's words from others: enough to find what somebody changed."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def paragraph_bookmark(anchor: str) -> str:
    """The bookmark of a numbered paragraph that something links to, by its id on the page: section-S12/p3f9a2c1d."""
    section_id, _, key = anchor.removeprefix("section-").partition("/")
    return f"paragraph_{section_id.replace('-', '_')[:12]}_{key}"


def bookmark_name(section_id: str) -> str:
    """The bookmark of a section's heading: Word takes letters, digits and underscores, forty at most."""
    return BOOKMARK + section_id.replace("-", "_")[:30]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _lines(words: Iterable[str]) -> list[str]:
    """Words in lines no longer than a property may be."""
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) >= LONGEST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


def _counted(name: str, lines: Iterable[str]) -> dict[str, str]:
    """Lines as properties: one name, each with its number."""
    return {f"{name} {number}": line for number, line in enumerate(lines, start=1)}


def _in_turn(properties: Mapping[str, str], name: str) -> list[str]:
    """The lines of that name in the order of their numbers, whatever order a program saved them in."""
    found = ((re.fullmatch(rf"{name} (\d{{1,4}})", key), line) for key, line in properties.items())
    return [line for _, line in sorted((int(key[1]), line) for key, line in found if key)]


def _pairs(properties: Mapping[str, str], name: str) -> list[tuple[str, str]]:
    told = " ".join(_in_turn(properties, name)).split()
    return [(key, value) for key, _, value in (pair.rpartition(":") for pair in told)]


def _unpacked(packed: str) -> dict[str, str]:
    """Values as they were packed; none where somebody changed them."""
    try:
        found = json.loads(base64.b64decode(packed, validate=True)) if len(packed) <= MOST_VALUES else {}
    except (binascii.Error, ValueError, RecursionError):
        return {}
    values = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in values if isinstance(value, str)}
