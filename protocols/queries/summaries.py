"""The plain summary of a version in force, and how many people of each partner have read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from partners.models import Partner, Role
from protocols.facts.binding import bound_parties
from protocols.models import ProtocolVersion, Snapshot, StaffCount, SummaryReading
from protocols.queries.decisions import live_snapshot
from protocols.queries.protocols import visible_to
from protocols.states import State
from protocols.texts.summaries import Summary, summary_of
from protocols.texts.undertakings import undertakings_in


@dataclass(frozen=True)
class SignedSummary:
    """The summary, and the signed text that it was made from."""

    summary: Summary
    snapshot: Snapshot


def summary_for(version: ProtocolVersion) -> SignedSummary | None:
    """The summary of what was signed; None where nothing is frozen."""
    snapshot = live_snapshot(version)
    if snapshot is None:
        return None
    content = snapshot.content
    return SignedSummary(summary_of(content, undertakings_in(content)), snapshot)


@dataclass(frozen=True)
class Briefed:
    """How many people of one partner were asked, have read the summary, and were briefed without an account."""

    partner: Partner
    asked: int = 0
    read: int = 0
    counted: int = 0
    how: str = ""

    @property
    def total(self) -> int:
        """Everybody who was briefed."""
        return self.read + self.counted


def briefed_of(version: ProtocolVersion) -> list[Briefed]:
    """The counts of each bound party, by name; three queries."""
    confirmed = Count("pk", filter=Q(confirmed_at__isnull=False))
    readings = SummaryReading.objects.filter(version=version).order_by().values("partner_id")
    read = {row["partner_id"]: row for row in readings.annotate(asked=Count("pk"), read=confirmed)}
    counted = {one.partner_id: one for one in StaffCount.objects.filter(version=version)}
    found = []
    for party in bound_parties(version):
        row, count = read.get(party.partner_id), counted.get(party.partner_id)
        asked, done = (row["asked"], row["read"]) if row else (0, 0)
        found.append(Briefed(party.partner, asked, done, count.number if count else 0, count.how if count else ""))
    return found


@dataclass(frozen=True)
class BriefedProtocol:
    """How many people were briefed on one protocol."""

    version: ProtocolVersion
    asked: int
    read: int
    counted: int

    @property
    def total(self) -> int:
        """Everybody who was briefed."""
        return self.read + self.counted


def briefed_everywhere(capacity: Role) -> list[BriefedProtocol]:
    """The counts of each version in force that the reader may see, by reference; three queries."""
    versions = visible_to(capacity).filter(state=State.IN_FORCE.value).order_by("protocol__reference")
    confirmed = Count("pk", filter=Q(confirmed_at__isnull=False))
    readings = SummaryReading.objects.filter(version__in=versions.values("pk")).order_by().values("version_id")
    read = {row["version_id"]: row for row in readings.annotate(asked=Count("pk"), read=confirmed)}
    counts = StaffCount.objects.filter(version__in=versions.values("pk")).order_by().values("version_id")
    counted = {row["version_id"]: row["n"] for row in counts.annotate(n=Sum("number"))}
    none = {"asked": 0, "read": 0}
    return [
        BriefedProtocol(one, read.get(one.pk, none)["asked"], read.get(one.pk, none)["read"], counted.get(one.pk, 0))
        for one in versions
    ]


def reading_of(capacity: Role, version: ProtocolVersion) -> SummaryReading | None:
    """The reader's own row, for the partner acted for."""
    own = SummaryReading.objects.filter(version=version, person=capacity.person_id, partner=capacity.partner_id)
    return own.first()


def asked_to_read(roles: Sequence[Role]) -> QuerySet[SummaryReading]:
    """The summaries that a person was asked to read and has not confirmed, of versions in force."""
    people, partners = {role.person_id for role in roles}, {role.partner_id for role in roles if role.partner_id}
    return SummaryReading.objects.filter(
        person__in=people, partner__in=partners, asked_at__isnull=False, confirmed_at=None,
        version__state=State.IN_FORCE.value,
    )  # fmt: skip
