"""Instruments that come to nothing, because what they are about is over or the parties to sign have changed."""

from collections.abc import Iterable

from portal.audit.acts import SYSTEM, act
from protocols.models import Instrument, Party, ProtocolVersion, Signing
from protocols.models.instruments import UNDER_WAY
from protocols.services.deciding import withdraw
from protocols.services.matters import OfInstrument
from protocols.states import Action, State


def lapse_all(version: ProtocolVersion) -> int:
    """Close what is under way about a version that is no longer in force; how many. Inside an act, version held."""
    return _lapse(version, version.instruments.filter(state__in=UNDER_WAY), f"{version} is no longer in force.")


def lapse_of_all(version: ProtocolVersion, why: str) -> int:
    """Close what every party was asked to sign, since who they are has changed; how many. Call as `lapse_all`."""
    asked = version.instruments.filter(state__in=[State.APPROVAL.value, State.SIGNING.value], party=None)
    return _lapse(version, asked, why)


def lapse_of_leaver(version: ProtocolVersion, party: Party, but: Instrument) -> int:
    """Close what cannot go on once a party left: what it was to sign with all, and its own but one. Call as above."""
    why = f"{party} left. Begin it again, so that those who stay sign."
    asked = version.instruments.filter(
        state__in=[State.APPROVAL.value, State.SIGNING.value], party=None, signers=party
    )  # fmt: skip
    own = version.instruments.filter(state__in=UNDER_WAY, party=party).exclude(pk=but.pk)
    return _lapse(version, asked, why) + _lapse(version, own, f"{party} left, so nothing more is begun for it.")


def _lapse(version: ProtocolVersion, found: Iterable[Instrument], why: str) -> int:
    count = 0
    for instrument in found:
        instrument.version = version
        with act("protocols.instrument.lapse", by=SYSTEM, subject=instrument, details={"reason": why}):
            OfInstrument(instrument).step(Action.EXPIRE, by=SYSTEM)
            for snapshot in instrument.snapshots.filter(withdrawn_at=None):
                withdraw(snapshot)
                Signing.objects.filter(snapshot=snapshot).update(stage=Signing.Stage.VOID)
        count += 1
    return count
