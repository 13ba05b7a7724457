"""Instruments of every kind, walked through the real services."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from partners.models import Partner
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from protocols.models import Instrument, ProtocolVersion
from protocols.queries.signing import signing_of
from protocols.services.instruments.beginning import OF_ONE_PARTY, Content, begin_instrument
from protocols.services.instruments.submitting import submit_instrument
from protocols.services.sealing import seal_due
from protocols.services.signing import prepare_signing, sign
from tests.protocols import factories
from tests.protocols import factories_law as laws
from tests.protocols import factories_life as life

Kind = Instrument.Kind
TODAY = timezone.localdate
TERMS = {
    Kind.ACCESSION: {},
    Kind.WITHDRAWAL: {"at_once": "law", "at_once_reason": "An order of the Secretary of State.", "data": "none"},
    Kind.RENEWAL: {"review_on": "2040-01-01", "ends_on": ""},
    Kind.SUSPENSION: {"lifts_when": "The audit is closed.", "meanwhile": "No new use is made of them."},
    Kind.RESUMPTION: {"remedied": "The audit is closed."},
    Kind.TERMINATION: {"data": "kept", "data_law": "Limitation Act 1980.", "data_by": "2041-01-01"},
}


@dataclass
class InForce:
    """An overarching version in force, the people round it, and a partner that is no party yet."""

    people: life.Cast
    version: ProtocolVersion
    joins: Partner

    def content(self, kind: Instrument.Kind, **changes: object) -> Content:
        """What is chosen for a kind: about whoever joins, or the first party."""
        partner = self.joins if kind == Kind.ACCESSION else self.people.partners[0]
        given = {
            "kind": kind, "effective_on": TODAY(), "reason": "The board decided so.", "terms": TERMS[kind],
            "partner": partner if kind in OF_ONE_PARTY else None,
        }  # fmt: skip
        return Content(**{**given, **changes})

    def begin(self, kind: Instrument.Kind, **changes: object) -> Instrument:
        """A draft."""
        content = self.content(kind, **changes)
        if kind != Kind.ACCESSION:
            return begin_instrument(by=self.people.officer, version=self.version, content=content, nonce=uuid4())
        return heard(self.people, self.version, content)

    def approved(self, instrument: Instrument) -> Instrument:
        """Approved by all, with the file for signing made."""
        snapshot = submit_instrument(by=self.people.officer, instrument=instrument)
        for one in snapshot.decisions.select_related("party__partner", "snapshot__version", "snapshot__instrument"):
            life.approve(self.people, one)
        prepare_signing(snapshot)
        return again(instrument)

    def signed(self, instrument: Instrument) -> Instrument:
        """Signed by all who sign it, and sealed."""
        instrument = self.approved(instrument)
        for party in instrument.signers(manager="everyone").select_related("partner"):
            signing = signing_of(instrument)
            by = self.people.of(party, RoleKind.SIGNATORY)
            sign(by=by, signing=signing, sha256=signing.current.sha256, post="Chief executive", basis="Scheme")
        seal_due()
        return again(instrument)

    def done(self, kind: Instrument.Kind, **changes: object) -> Instrument:
        """Begun, approved, signed and sealed."""
        return self.signed(self.begin(kind, **changes))


def heard(people: life.Cast, version: ProtocolVersion, content: Content) -> Instrument:
    """A draft accession of which the parties' time to object is over."""
    later = replace(content, effective_on=TODAY() + timedelta(days=90))
    made = begin_instrument(by=people.officer, version=version, content=later, nonce=uuid4())
    over = {"objections_until": TODAY() - timedelta(days=1), "effective_on": content.effective_on}
    with act("tests.time_passes", by=SYSTEM):
        Instrument.objects.filter(pk=made.pk).update(**over)
    return again(made)


def again(instrument: Instrument) -> Instrument:
    """The instrument as the database has it now."""
    found = Instrument.objects.select_related("version__protocol__partnership", "party__partner")
    return found.get(pk=instrument.pk)


def in_force(*bodies: tuple[str, str]) -> InForce:
    """An agreement in force, quickly: no file of it is made."""
    people = life.cast(*bodies)
    version = life.draft(people)
    laws.put_in_state(version, "in_force")
    joins = factories.partner("Riverside Homes", kind="housing_association", of=people.officer.partnership)
    for kind in (RoleKind.DPO, RoleKind.SIGNATORY):
        people.at(joins, kind)
    return InForce(people, life.again(version), joins)


def tomorrow(days: int = 1):
    """A day ahead."""
    return TODAY() + timedelta(days=days)
