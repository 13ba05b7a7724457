"""Overarching versions that come into force between those who have signed, at the point where signing is open."""

from datetime import date, timedelta

from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import ProtocolVersion, Signing
from protocols.queries.signing import live_signing
from protocols.services.particulars import Particulars, change_particulars
from protocols.services.signing import decline
from protocols.states import State
from tests.protocols import factories_life as life

NAMES = ("Wigan Council", "Northmoor Police", "Northmoor Fire", "Riverside Council", "Harbour Council")
KINDS = ("council", "police", "fire", "council", "council")


def cast(parties: int) -> life.Cast:
    """An officer and so many partners."""
    return life.cast(*zip(NAMES[:parties], KINDS, strict=False))


def draft(people: life.Cast, **terms: object) -> ProtocolVersion:
    """A whole draft that says how it comes into force; by default once two have signed, open for another month."""
    version = life.draft(people)
    given = {
        "starts_on": timezone.localdate(), "commencement": "number", "signatures_needed": 2,
        "signing_closes_on": timezone.localdate() + timedelta(30), **terms,
    }  # fmt: skip
    stated = Particulars(**{**Particulars.of(version).__dict__, **given})
    change_particulars(by=people.officer, version=version, particulars=stated)
    return life.again(version)


def opened(parties: int = 3, **terms: object) -> tuple[life.Cast, ProtocolVersion]:
    """Approved by all and open for signature."""
    people = cast(parties)
    return people, life.approved(people, draft(people, **terms))


def sign(people: life.Cast, version: ProtocolVersion, *indexes: int) -> ProtocolVersion:
    """The partners with these numbers sign, one after another."""
    for index in indexes:
        life.sign_for(people, version, life.party(version, people.partners[index]))
    return life.again(version)


def refuse(
    people: life.Cast, version: ProtocolVersion, index: int, reason: str = "The board said no."
) -> ProtocolVersion:
    """A partner declines to sign."""
    by = people.at(people.partners[index], RoleKind.SIGNATORY)
    decline(by=by, signing=signing(version), reason=reason)
    return life.again(version)


def signing(version: ProtocolVersion) -> Signing:
    """Its live signing."""
    found = live_signing(version)
    assert found is not None
    return found


def days_pass(version: ProtocolVersion, **days: date) -> ProtocolVersion:
    """Move dates of the version instead of the clock."""
    with act("tests.time_passes", by=SYSTEM):
        ProtocolVersion.objects.filter(pk=version.pk).update(**days)
    return life.again(version)


def told(version: ProtocolVersion) -> tuple[State, str]:
    """The state, and how far the signing has come."""
    return life.again(version).status, signing(version).stage
