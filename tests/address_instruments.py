"""Documents after signing in the small world: one's own draft, one to decide on and one to sign."""

from uuid import uuid4

from protocols.models import Instrument, ProtocolVersion
from protocols.services.instruments.submitting import submit_instrument
from tests.protocols import factories_life as life
from tests.protocols.instruments import InForce

Kind = Instrument.Kind
DECIDED = {"protocols:instrument_approve", "protocols:instrument_take_back"}
SIGNED = {"protocols:instrument_sign", "protocols:instrument_decline"}
WORDS = {
    "protocols:instrument_begin": {"lifts_when": "The audit is closed.", "reason": "An audit."},
    "protocols:instrument_change": {"reason": "Another reason."},
    "protocols:instrument_approve": {"outcome": "approved"},
    "protocols:instrument_decline": {"reason": "Another protocol covers it."},
    "protocols:instrument_sign": {"post": "Chief executive", "basis": "Scheme", "proof": "correct horse battery"},
}


class Instruments:
    """A draft, one submitted and one being signed, on a version in force."""

    def __init__(self, people: life.Cast, version: ProtocolVersion) -> None:
        world = InForce(people, version, people.partners[0])
        self.people, self.version = people, version
        self.draft = world.begin(Kind.TERMINATION)
        self.asked = world.begin(Kind.WITHDRAWAL)
        submit_instrument(by=people.officer, instrument=self.asked)
        self.signing = world.approved(world.begin(Kind.RENEWAL))

    def values(self, name: str) -> dict[str, object]:
        """Where an address about an instrument leads."""
        if not name.startswith(("protocols:instrument", "protocols:bound_on")):
            return {}
        one = self.asked if name in DECIDED else self.signing if name in SIGNED else self.draft
        protocol = self.version.protocol
        here = {"reference": protocol.reference, "number": self.version.number, "act": one.number}
        return {**here, "kind": "suspension"}

    def form(self, name: str) -> dict[str, object]:
        """What its form still wants."""
        day = {"effective_on_day": "1", "effective_on_month": "4", "effective_on_year": "2035"}
        begin = {**day, "nonce": uuid4(), "partner": self.people.partners[1].pk}
        return {**WORDS.get(name, {}), **(begin if name == "protocols:instrument_begin" else {})}
