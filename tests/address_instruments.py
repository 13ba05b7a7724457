"""Documents after signing in the small world: one's own draft, one to decide on and one to sign."""

from datetime import date
from uuid import uuid4

from partners.models import Partner
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Instrument, ProtocolVersion
from protocols.services.instruments.beginning import Content, begin_instrument
from protocols.services.instruments.objecting import object_to
from protocols.services.instruments.requesting import ask_to_join
from protocols.services.instruments.submitting import submit_instrument
from tests.protocols import factories
from tests.protocols import factories_life as life
from tests.protocols.instruments import InForce, again

Kind = Instrument.Kind
DECIDED = {"protocols:instrument_approve", "protocols:instrument_take_back"}
SIGNED = {"protocols:instrument_sign", "protocols:instrument_decline"}
WORDS = {
    "protocols:instrument_begin": {"lifts_when": "The audit is closed.", "reason": "An audit."},
    "protocols:join_refuse": {"answer": "Not yet."},
    "protocols:instrument_object": {"reason": "Its rules are unknown."},
    "protocols:objection_overrule": {"answer": "They are known.", "authority": "The board"},
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
        self._join(people, version)

    def _join(self, people: life.Cast, version: ProtocolVersion) -> None:
        """A partner that asks to join; one to which parties may object; and one to which a party has."""
        asks, heard, stopped = (
            factories.partner(name, of=people.officer.partnership) for name in ("Asks", "Heard", "Stopped")
        )
        by = people.at(asks, RoleKind.CONTACT)
        self.request = ask_to_join(by=by, version=version, reason="It visits homes.", nonce=uuid4())
        self.heard, self.stopped = (self._accession(people, version, one) for one in (heard, stopped))
        objects = people.at(people.partners[0], RoleKind.CONTRIBUTOR)
        self.objection = object_to(by=objects, instrument=self.stopped, reason="Its rules are unknown.")

    def _accession(self, people: life.Cast, version: ProtocolVersion, joins: Partner) -> Instrument:
        content = Content(Kind.ACCESSION, date(2035, 4, 1), "It visits homes.", joins)
        made = begin_instrument(by=people.officer, version=version, content=content, nonce=uuid4())
        with act("tests.time_runs", by=SYSTEM):
            Instrument.objects.filter(pk=made.pk).update(objections_until=date(2035, 3, 1))
        return again(made)

    def values(self, name: str) -> dict[str, object]:
        """Where an address about an instrument leads."""
        if not name.startswith(("protocols:instrument", "protocols:bound_on", "protocols:join", "protocols:objection")):
            return {}
        one = self.asked if name in DECIDED else self.signing if name in SIGNED else self.draft
        if name == "protocols:instrument_object":
            one = self.heard
        if name.startswith("protocols:objection"):
            one = self.stopped
        protocol = self.version.protocol
        here = {"reference": protocol.reference, "number": self.version.number, "act": one.number}
        pk = self.request.pk if name.startswith("protocols:join") else self.objection.pk
        return {**here, "kind": "suspension", "pk": pk}

    def form(self, name: str) -> dict[str, object]:
        """What its form still wants."""
        day = {"effective_on_day": "1", "effective_on_month": "4", "effective_on_year": "2035"}
        begin = {**day, "nonce": uuid4(), "partner": self.people.partners[1].pk}
        return {**WORDS.get(name, {}), **(begin if name == "protocols:instrument_begin" else {})}
