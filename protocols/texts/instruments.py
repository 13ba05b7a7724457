"""The wording of instruments: short sections, each a few numbered paragraphs, filled from what was chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from portal.govuk.days import day
from protocols.models import Instrument

Kind = Instrument.Kind


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


def clauses(instrument: Instrument, agreement: Agreement) -> list[Clause]:
    """The sections of an instrument, in order."""
    background = Clause(
        "I01",
        "The agreement",
        [
            f"This document is about {agreement} (“the agreement”).",
            f"The SHA-256 fingerprint of the signed file of the agreement is {agreement.file_sha256}.",
            "It changes no word of the agreement as signed. It is to be kept with it.",
        ],
    )
    return [background, *WORDING[Kind(instrument.kind)](instrument), Clause("I03", "Why", [instrument.reason])]


def _accession(instrument: Instrument) -> list[Clause]:
    who, on = _party(instrument), _day(instrument.effective_on)
    return [
        Clause(
            "I02",
            "Joining",
            [
                f"From {on} {who} is a party to the agreement, with the rights and duties of a party, as if it had "
                "signed the agreement itself.",
                f"{who} has read the agreement and every document that was later added to it.",
                f"{who} is bound to each other party, and each other party to it, as the agreement provides for those "
                "who join later.",
                "No data flows to or from it by this document alone: a flow needs its place in the schedule of a "
                "thematic protocol, and its own legal record.",
            ],
        )
    ]


def _party(instrument: Instrument) -> str:
    assert instrument.party is not None
    return instrument.party.partner.legal_name


def _day(value: date) -> str:
    return day(value)


WORDING: dict[Kind, Callable[[Instrument], list[Clause]]] = {
    Kind.ACCESSION: _accession,
}
