"""How a version comes into force, and until when it may be signed: the rule, over plain numbers and days."""

from dataclasses import dataclass
from datetime import date

from protocols.facts.binding import FEWEST
from protocols.kinds import Commencement
from protocols.models import ComingIntoForce, ProtocolVersion
from protocols.states import State


@dataclass(frozen=True)
class Terms:
    """What the text says: how it comes into force, at how many signatures, and the last day on which to sign."""

    how: Commencement
    starts_on: date
    needed: int | None = None
    closes_on: date | None = None

    @property
    def early(self) -> bool:
        """Whether it does not wait for every party."""
        return self.how is not Commencement.ALL

    def is_met(self, signed: int, today: date) -> bool:
        """Whether so many signatures bring it into force on a day, before the last party has signed."""
        if self.how is Commencement.NUMBER:
            return self.needed is not None and signed >= self.needed
        return self.how is Commencement.DATE and signed >= FEWEST and today >= self.starts_on

    def can_be_met(self, willing: int) -> bool:
        """Whether it can come into force between so many parties: those that have signed, or may yet."""
        return self.early and willing >= (self.needed or FEWEST)

    def is_past(self, today: date) -> bool:
        """Whether the last day for signing is over."""
        return self.closes_on is not None and today > self.closes_on


def terms_of(version: ProtocolVersion) -> Terms:
    """What a version says of its coming into force."""
    return Terms(
        Commencement(version.commencement), version.starts_on, version.signatures_needed, version.signing_closes_on
    )


def why_not_early(version: ProtocolVersion) -> str | None:
    """The sentence for a version that has to wait for every party's signature; None where it need not.

    One that takes the place of an earlier version has to: otherwise two texts would bind at once, or a party would lose
    the text that it signed without having agreed to another.
    """
    if version.protocol.is_thematic:
        return "Only an overarching protocol can come into force before every party has signed."
    before = ProtocolVersion.objects.filter(protocol=version.protocol_id, state=State.IN_FORCE.value).first()
    if before is not None:
        return (
            f"It takes the place of version {before.number}, which is in force, so every party signs it. "
            "Otherwise two texts would bind at once."
        )
    return None


def is_open(version: ProtocolVersion) -> bool:
    """Whether it is in force and parties may still sign it; a query only where its text lets that be."""
    if version.status is not State.IN_FORCE or not version.comes_into_force_early:
        return False
    return ComingIntoForce.objects.filter(signing__snapshot__version=version, closed_at=None).exists()
