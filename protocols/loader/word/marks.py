"""What a copy in Word carries so that it is known again when it comes back: properties, a bookmark, names of styles.

Word and LibreOffice keep all three through editing and saving. None of it is trusted: it says where to look, and who
may do what is asked afresh.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

LONGEST = 240  # characters in one property: Word cuts them at 255
REFERENCE, VERSION, TEXT, REVISIONS = (
    "Concordat reference", "Concordat version", "Concordat text", "Concordat revisions",
)  # fmt: skip
BOOKMARK = "section_"
# Paragraph styles that tell, when a copy comes back, whose words follow and how they hang together.
INHERITED_SOURCE, OWN_BEGINS, SCHEDULE_BEGINS = "Inherited from", "Own text", "Schedule"
CLAUSE_TEXT, CLAUSE_CONTINUED = "Clause text", "Clause continued"


@dataclass(frozen=True)
class CopyMarks:
    """Which text a copy was taken from: `revisions` are the clauses' by section id, `text` is the text's SHA-256."""

    reference: str
    version: int
    text: str
    revisions: Mapping[str, int] = field(default_factory=dict)

    def as_properties(self) -> dict[str, str]:
        """The properties of the file, none longer than Word keeps."""
        pairs = [f"{section}:{revision}" for section, revision in self.revisions.items()]
        numbers = (f"{REVISIONS} {number}" for number in count(1))
        known = {REFERENCE: self.reference, VERSION: str(self.version), TEXT: self.text}
        return known | dict(zip(numbers, _lines(pairs), strict=False))

    @classmethod
    def read(cls, properties: Mapping[str, str]) -> "CopyMarks | None":
        """The marks in a file's properties; None where it was not taken from a portal like this."""
        reference, version = properties.get(REFERENCE, ""), properties.get(VERSION, "")
        if not reference or not _is_number(version):
            return None
        told = " ".join(value for name, value in properties.items() if name.startswith(REVISIONS)).split()
        pairs = (pair.rpartition(":") for pair in told)
        revisions = {name: int(number) for name, _, number in pairs if _is_number(number)}
        return cls(reference, int(version), properties.get(TEXT, ""), revisions)


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
