"""A version in force between those who have signed: how many have, who may still sign, and who is not bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.govuk.days import day
from protocols.models import ComingIntoForce, Party, ProtocolVersion
from protocols.queries.signing import SIGNS, signatures_of
from protocols.states import SETTLED


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
        said = f"In force between the {self.signed} of {self.parties} parties that have signed it."
        if self.is_open and self.closes_on and self.closes_on >= timezone.localdate():
            return f"{said} It is open for signature until {day(self.closes_on)}."
        return f"{said} Signing is closed." if not self.is_open else said


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
