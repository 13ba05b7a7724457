"""A version in force between those who have signed: how many have, who may still sign, and who is not bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from portal.govuk.days import day
from protocols.models import ComingIntoForce, Party, ProtocolVersion, Signing
from protocols.queries.signing import SIGNS, places, signatures_of
from protocols.states import SETTLED
from protocols.texts.known import listing


@dataclass(frozen=True)
class Between:
    """Of how many parties how many have signed, since when it is in force, and whether others may still sign.

    `left` are the parties that have not signed and have not joined since, in order of name.
    """

    signed: int
    parties: int
    since: date
    closes_on: date | None
    force: ComingIntoForce | None
    left: Sequence[Party]

    @property
    def is_open(self) -> bool:
        """Whether parties may still sign."""
        return self.force is not None and self.force.closed_at is None

    @property
    def sentence(self) -> str:
        """Between whom it is in force, and until when others may sign."""
        return f"In force {self.whom}.{self.until}"

    @property
    def whom(self) -> str:
        """Between whom, inside a sentence."""
        return f"between the {self.signed} of {self.parties} parties that have signed it"

    @property
    def until(self) -> str:
        """Until when others may sign, as a sentence after another."""
        if self.is_open:
            return f" It is open for signature until {day(self.closes_on)}."
        return " Signing is closed."


def between(version: ProtocolVersion) -> Between | None:
    """How it stands between those who have signed; None where every party signed, or it is not in force yet.

    No query for a version that waits for every party; otherwise three.
    """
    if not version.comes_into_force_early or version.status not in SETTLED:
        return None
    force = (
        ComingIntoForce.objects.filter(signing__snapshot__version=version).select_related("closed_by__person").first()
    )
    parties = list(
        Party.objects.filter(SIGNS, version=version).select_related("partner").order_by("partner__short_name", "pk")
    )
    signed = signatures_of(version).count()
    if signed == len(parties):
        return None
    since = max(version.starts_on, timezone.localdate(force.at)) if force else version.starts_on
    left = [one for one in parties if one.signs_late and one.bound_from is None]
    return Between(signed, len(parties), since, version.signing_closes_on, force, left)


def happenings(signing: Signing) -> list[tuple[datetime | None, str]]:
    """What a signing receipt tells of such a signing: who declined, when it came into force, and who had not signed."""
    if signing.snapshot.instrument_id is not None or not signing.snapshot.version.comes_into_force_early:
        return []
    found = places(signing)
    said: list[tuple[datetime | None, str]] = [
        (one.refusal.at, f"{one.party.partner.legal_name} declined to sign, and is not bound")
        for one in found
        if one.refusal is not None
    ]
    force = ComingIntoForce.objects.filter(signing=signing).first()
    if force is not None:
        left = listing([one.party.partner.legal_name for one in found if one.is_open])
        said.append((force.at, "It came into force between those who had signed"))
        said.append(
            (force.closed_at, f"Signing closed. {force.reason}{f' Not signed, and not bound: {left}.' if left else ''}")
        )
    return said
