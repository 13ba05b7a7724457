"""A consultation at a glance: of each party who has read, what it said, and what of that is open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from protocols.models import Comment, Party, ProtocolVersion, Reading, SectionRevision, Suggestion


@dataclass
class Said:
    """How much was said, of which how much is open, and how much came after the closing date."""

    comments: int = 0
    comments_open: int = 0
    suggestions: int = 0
    suggestions_open: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        """Comments and suggestions together."""
        return self.comments + self.suggestions

    @property
    def open(self) -> int:
        """How many wait for the officer."""
        return self.comments_open + self.suggestions_open


@dataclass
class PartyRow:
    """One party, or the partnership's officers where `party` is None; its people who looked, the last first."""

    name: str
    party: Party | None
    readings: list[Reading] = field(default_factory=list)
    said: Said = field(default_factory=Said)
    changed_at: datetime | None = None

    @property
    def read(self) -> Sequence[Reading]:
        """Those who say that they have read it."""
        return [one for one in self.readings if one.read_at]

    @property
    def looked(self) -> Sequence[Reading]:
        """Those who have opened it, and do not say that they have read it."""
        return [one for one in self.readings if not one.read_at]

    @property
    def read_before_a_change(self) -> bool:
        """Whether the text changed after the last of them read it."""
        last = max((one.read_at for one in self.readings if one.read_at), default=None)
        return last is not None and self.changed_at is not None and last < self.changed_at

    @property
    def standing(self) -> str:
        """Where the party stands, in words."""
        if self.said.total:
            return "commented"
        if self.read:
            return "read"
        return "looked" if self.readings else "not yet"


@dataclass(frozen=True)
class Consultation:
    """The whole: the parties' rows, the officers' row, and what all said."""

    rows: Sequence[PartyRow]
    officers: PartyRow
    said: Said

    @property
    def answered(self) -> int:
        """How many parties have commented or read."""
        return sum(row.standing in {"commented", "read"} for row in self.rows)

    @property
    def share(self) -> int:
        """The same, in per cent of all parties."""
        return round(100 * self.answered / len(self.rows)) if self.rows else 0


def consultation_on(version: ProtocolVersion) -> Consultation:
    """Who has read and said what; the same few queries whatever was said."""
    changed_at = SectionRevision.objects.filter(section__version=version).aggregate(last=Max("saved_at"))["last"]
    parties = version.parties.select_related("partner")
    rows = {party.partner_id: PartyRow(str(party), party, changed_at=changed_at) for party in parties}
    officers = PartyRow("Partnership officers", None, changed_at=changed_at)
    read = version.readings.select_related("reader__person", "reader__partner", "reader__partnership")
    for reading in read.order_by("-read_at", "-looked_at"):
        rows.get(reading.reader.partner_id or 0, officers).readings.append(reading)
    total = Said()
    for partner, late, resolved_at in Comment.objects.filter(version=version).values_list(
        "author__partner", "late", "resolved_at"
    ):
        for said in (rows.get(partner, officers).said, total):
            said.comments += 1
            said.comments_open += resolved_at is None
            said.late += late
    for partner, late, state in Suggestion.objects.filter(section__version=version).values_list(
        "author__partner", "late", "state"
    ):
        for said in (rows.get(partner, officers).said, total):
            said.suggestions += 1
            said.suggestions_open += state == Suggestion.State.OPEN
            said.late += late
    return Consultation(list(rows.values()), officers, total)
