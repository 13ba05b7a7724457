"""The text of an instrument: short sections of numbered paragraphs, filled from what was chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from portal.govuk.days import day
from protocols.loader.instruments import Paragraph, WordedSection, instrument_wordings
from protocols.models import Instrument

PLACE = re.compile(r"\[\[(\w+)\]\]")
DATES = frozenset({"given_on", "data_by", "review_on", "ends_on"})
CHOICES = frozenset({"data", "at_once", "set_days"})
"""Terms that are kept as ISO dates, and those that stand as they are: choices and numbers."""


@dataclass(frozen=True)
class Clause:
    """One section of an instrument: its id, title and numbered paragraphs."""

    id: str
    title: str
    paragraphs: Sequence[str]

    @property
    def html(self) -> str:
        """The paragraphs as a numbered list."""
        return render_to_string("documents/_paragraphs.html", {"paragraphs": self.paragraphs}).strip()


@dataclass(frozen=True)
class Agreement:
    """The agreement that an instrument is about, exactly as it was signed."""

    reference: str
    title: str
    version: int
    file_sha256: str

    def __str__(self) -> str:
        return f"{self.reference} version {self.version}, {self.title}"


def clauses(instrument: Instrument, agreement: Agreement, facts: Mapping[str, str]) -> list[Clause]:
    """The sections of an instrument, in order. `facts` fill the places, and say which paragraphs stand."""
    background = Clause(
        "I01",
        "The agreement",
        [
            f"This document is about {agreement} (“the agreement”).",
            f"The SHA-256 fingerprint of the signed file of the agreement is {agreement.file_sha256}.",
            "It changes no word of the agreement as signed. It is to be kept with it.",
            "It takes effect on the day that it names or, where it is sealed later, on the day on which it is sealed.",
        ],
    )
    worded = instrument_wordings()[instrument.kind].sections
    own = [_clause(number, one, facts) for number, one in enumerate(worded, start=2)]
    return [background, *own, Clause(f"I{len(own) + 2:02}", "Why", [sentence(instrument.reason)])]


def facts_of(instrument: Instrument, known: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, with dates in words, and what is known of the agreement."""
    chosen = {key: _spoken(key, str(value)) for key, value in instrument.terms.items()}
    party = instrument.party.partner.legal_name if instrument.party else ""
    ends = "dated" if instrument.terms.get("ends_on") else "open"
    return {**known, **chosen, "party": party, "effective": day(instrument.effective_on), "ends": ends}


def sentence(words: str) -> str:
    """What somebody wrote, so that another sentence may follow."""
    words = words.strip()
    return words if not words or words[-1] in ".!?…" else f"{words}."


def _clause(number: int, section: WordedSection, facts: Mapping[str, str]) -> Clause:
    standing = [one for one in section.paragraphs if one.stands(facts)]
    return Clause(f"I{number:02}", section.title, [_filled(one, facts) for one in standing])


def _filled(paragraph: Paragraph, facts: Mapping[str, str]) -> str:
    return PLACE.sub(lambda found: facts[found[1]], paragraph.text).strip()


def _spoken(key: str, value: str) -> str:
    if key in DATES:
        return day(value)
    return value if key in CHOICES else sentence(value)
