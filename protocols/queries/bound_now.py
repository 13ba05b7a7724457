"""Who is bound by a version today, and who has left it, as the public may read it: one row a party."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from portal.govuk.days import day
from protocols.models import Party, ProtocolVersion
from protocols.queries.bound import Binding, BoundParty, Span


@dataclass(frozen=True)
class PublicParty:
    """A party by its legal name, what kind of body it is, its registration, and since when or until when."""

    legal_name: str
    kind_label: str
    ico_registration: str
    since: str


@dataclass(frozen=True)
class BoundNow:
    """Those bound today, or on the last day of a version that is over; and those that left before."""

    bound: Sequence[PublicParty]
    left: Sequence[PublicParty]


def bound_now(version: ProtocolVersion, content: Mapping[str, Any]) -> BoundNow:
    """Who is bound by a version; those that signed are named as `content`, the signed text, names them."""
    binding = Binding(version.protocol, ProtocolVersion.objects.filter(pk=version.pk))
    signed = {party["key"]: party for party in content["parties"]}
    for read in binding.read:
        on = _counting_day(read.span)
        bound = [row for text in binding.on(on) for row in text.parties]
        gone = sorted(_gone(read.parties, on), key=lambda one: one[1])
        return BoundNow(
            [_told(row.party, _since(row, version), signed) for row in bound],
            [_told(party, f"Left; its last day was {day(until)}", signed) for party, until in gone],
        )
    return BoundNow([], [])


def _counting_day(span: Span) -> date:
    """Today or, where the version does not bind today, the day nearest to it on which it does."""
    on = max(timezone.localdate(), span.since)
    return min(on, span.until) if span.until else on


def _gone(parties: Sequence[tuple[Party, Span, str]], on: date) -> Iterator[tuple[Party, date]]:
    return ((party, span.until) for party, span, _ in parties if span.until is not None and span.until < on)


def _since(row: BoundParty, version: ProtocolVersion) -> str:
    joined = row.party.joins_by_id is not None or row.party.version_id != version.pk
    late = f"Signed on {day(row.span.since)}" if row.party.signs_late else "Signed it"
    said = f"Joined on {day(row.span.since)}" if joined else late
    leaves = row.party.bound_until or row.span.until
    if leaves and leaves != version.ends_on and leaves >= timezone.localdate():
        said += f"; its last day is {day(leaves)}"
    return said


def _told(party: Party, since: str, signed: Mapping[str, Any]) -> PublicParty:
    partner = party.partner
    own = signed.get(partner.slug)
    if own is not None:
        return PublicParty(own["legal_name"], own["kind_label"], own["ico_registration"], since)
    return PublicParty(partner.legal_name, partner.body.label, partner.ico_registration, since)
