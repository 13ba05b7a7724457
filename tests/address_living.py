"""What the pages of an agreement in force lead to: reviews, incidents, statements and summaries."""

from datetime import date, time
from uuid import uuid4

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.models import Adherence, Incident, ProtocolVersion, Review
from protocols.queries.adherence import beginning_of
from tests.protocols import factories_life as life

DAY = date(2026, 1, 5)
INCIDENT = {
    "kind": "near_miss", "what": "A list nearly went astray.", "known_time": "9am",
    **{f"{day}_{part}": number for day in ("happened_on", "known_on")
       for part, number in (("day", 5), ("month", 1), ("year", 2026))},
}  # fmt: skip
STATEMENT = {
    "staff": 12, "staff_briefed": 9, "data_quality": "Good.", "publications": "none", "signed_name": "Helen Marsh",
    "signed_post": "Manager",
}  # fmt: skip
PARTS = ("law", "partners", "flows", "incidents", "adherence")
IN_FORCE = ("protocols:review", "protocols:incident", "protocols:adherence", "protocols:statement", "protocols:summary")


def is_living(name: str) -> bool:
    """Whether an address is tried on the version in force."""
    return name.startswith(IN_FORCE)


class Living:
    """A review of long ago that waits for the officer, on the version in force."""

    def __init__(self, cast: life.Cast, version: ProtocolVersion) -> None:
        self.cast, self.version = cast, version
        with act("tests.review", by=SYSTEM):
            self.review = Review.objects.create(
                version=version, due_on=date(2020, 1, 1), outcome="vary", reason="It needs one more flow.",
                held_by=cast.officer, nonce=uuid4(), **dict.fromkeys(PARTS, "Nothing."),
            )  # fmt: skip
            party = version.parties.get(partner=cast.partners[0])
            self.incident = Incident.objects.create(
                version=version, number=1, party=party, kind="breach", what="A list went astray.", recorded_by="Dana",
                happened_on=DAY, known_on=DAY, known_time=time(9), nonce=uuid4(),
            )  # fmt: skip
            self.statement = Adherence.objects.create(
                protocol=version.protocol, version=version, partner=party.partner, due_on=DAY, asked_on=DAY
            )
            self.given = Adherence.objects.create(
                protocol=version.protocol, version=version, partner=party.partner, due_on=date(2025, 1, 5),
                asked_on=DAY, undertakings=[{"words": "Keep it safe", "kept": "yes", "reason": ""}], incidents="None.",
                given_by=cast.at(party.partner, life.RoleKind.DPO), given_at=timezone.now(), **STATEMENT,
            )  # fmt: skip

    def form(self, name: str) -> dict[str, object]:
        """What the forms still want when they are opened."""
        owner = self.cast.at(self.cast.partners[0], life.RoleKind.DPO)
        wanted: dict[str, dict[str, object]] = {
            "protocols:review_owner": {"owner": str(owner.pk)},
            "protocols:incident_add": {**INCIDENT, "party": self.incident.party_id},
            "protocols:incident_change": {"lessons": "Check the address."},
            "protocols:statement": self._statement(),
            "protocols:statement_correct": {"correction": "It was 9, not 8."},
            "protocols:summary_confirm": {"sha256": self.version.snapshots.get(instrument=None).sha256},
            "protocols:summary_staff": {"number": 40},
            "protocols:review_record": {"outcome": "vary", "reason": "It needs one more flow."},
        }
        return wanted.get(name, {})

    def _statement(self) -> dict[str, object]:
        asked = range(len(beginning_of(self.statement).undertakings))
        return {**STATEMENT, **{f"kept_{number}": "yes" for number in asked}}

    def values(self, name: str) -> dict[str, object]:
        """The parameters of its addresses."""
        rows = {
            "protocols:review_of": self.review,
            "protocols:review_carry_out": self.review,
            "protocols:incident_change": self.incident,
            "protocols:statement": self.statement,
            "protocols:statement_correct": self.given,
        }
        return {"pk": rows[name].pk} if name in rows else {}
