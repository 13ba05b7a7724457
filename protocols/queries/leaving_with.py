"""Who leaves a thematic protocol because it leaves the overarching one, and which protocols stand under one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.govuk.days import day
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.states import SETTLED, State


@dataclass(frozen=True)
class LeavingWith:
    """A party to a thematic version that left, or has signed that it leaves, the overarching protocol."""

    party: Party
    until: date
    instrument: Instrument

    @property
    def sentence(self) -> str:
        """What that means here."""
        over = self.until < timezone.localdate()
        leaves, was = ("left", "was") if over else ("leaves", "is")
        name, other = self.party.partner.legal_name, self.instrument.version.protocol.reference
        return f"{name} {leaves} {other}, and with it this protocol: its last day {was} {day(self.until)}."

    @property
    def beforehand(self) -> str:
        """What it means for a text that is not signed yet."""
        name, other = self.party.partner.legal_name, self.instrument.version.protocol.reference
        return f"{name} leaves {other}: its last day is {day(self.until)}, and after it, it cannot sign this."


def thematic_under(version: ProtocolVersion) -> list[ProtocolVersion]:
    """The thematic versions in force under a protocol, in order of reference; none under a thematic one."""
    under = ProtocolVersion.objects.filter(parent__protocol=version.protocol_id, state=State.IN_FORCE.value)
    return list(under.select_related("protocol").order_by("protocol__reference"))


def left_with(version: ProtocolVersion, partner_id: int) -> list[ProtocolVersion]:
    """The thematic versions that a partner leaves with the overarching one."""
    under = ProtocolVersion.objects.filter(
        parent__protocol=version.protocol_id, state=State.IN_FORCE.value, parties__partner=partner_id,
    )  # fmt: skip
    return list(under.select_related("protocol", "officer__person").distinct().order_by("protocol__reference"))


def still_naming(version: ProtocolVersion, partner_id: int) -> list[ProtocolVersion]:
    """The thematic versions under way under a protocol that name a partner, which they cannot once it has left."""
    states = [state.value for state in State if state not in SETTLED and state is not State.ABANDONED]
    under = ProtocolVersion.objects.filter(
        parent__protocol=version.protocol_id, state__in=states, parties__partner=partner_id,
        parties__accedes_to_parent=False,
    )  # fmt: skip
    return list(under.select_related("protocol").distinct().order_by("protocol__reference"))


def leaving_with_parent(version: ProtocolVersion) -> Sequence[LeavingWith]:
    """The parties whose signed withdrawal from the overarching protocol takes them out of this one, by last day.

    Those that have left count as well. Two queries; none without a parent.
    """
    if version.parent is None:
        return []
    signed = Instrument.objects.filter(
        version__protocol=version.parent.protocol_id, kind=Instrument.Kind.WITHDRAWAL, state=State.IN_FORCE.value
    ).select_related("party__partner", "version__protocol")
    parties = {party.partner_id: party for party in Party.objects.filter(version=version).select_related("partner")}
    return [
        LeavingWith(parties[one.party.partner_id], one.effective_on, one)
        for one in signed.order_by("effective_on", "pk")
        if one.party is not None and one.party.partner_id in parties and _ends(parties[one.party.partner_id], one)
    ]


def _ends(party: Party, withdrawal: Instrument) -> bool:
    """Whether a withdrawal is what ends a party: it left on that day, or will."""
    return party.bound_until in (None, withdrawal.effective_on)
