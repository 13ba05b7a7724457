"""What came after signing in the sample: a partner that joined, and one that gives notice."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from partners.models import Partner
from partners.roles import RoleKind
from protocols.models import Instrument, ProtocolVersion
from protocols.queries.instruments import notice_days
from protocols.queries.signing import signers_of, signing_of
from protocols.sample.lives import BASIS, Lives
from protocols.services.deciding import decide
from protocols.services.instruments.beginning import Content, begin_instrument
from protocols.services.instruments.submitting import submit_instrument
from protocols.services.sealing import seal
from protocols.services.signing import prepare_signing, sign

Kind = Instrument.Kind


def partner_joins(lives: Lives, version: ProtocolVersion, joins: Partner) -> Instrument:
    """An accession, approved, signed and sealed."""
    terms = {"consulted": "Told on 2 November 2026 at the partnership board; nobody objected."}
    reason = f"{joins} visits homes in the area, and can act on what the others know."
    content = Content(Kind.ACCESSION, timezone.localdate(), reason, joins, terms)
    instrument = begin_instrument(by=lives.officer, version=version, content=content, nonce=uuid4())
    snapshot = submit_instrument(by=lives.officer, instrument=instrument)
    for one in snapshot.decisions.select_related("party__partner", "snapshot__version", "snapshot__instrument"):
        by = lives.joined.at(one.party.partner, RoleKind(one.kind))
        decide(by=by, decision=one, sha256=snapshot.sha256, outcome=one.Outcome.APPROVED)
    prepare_signing(snapshot)
    for party in signers_of(instrument):
        signing = signing_of(instrument)
        if signing is not None and signing.current is not None:
            by = lives.joined.at(party.partner, RoleKind.SIGNATORY)
            sign(by=by, signing=signing, sha256=signing.current.sha256, post=by.post, basis=BASIS)
            seal(signing)
    return instrument


def party_gives_notice(lives: Lives, version: ProtocolVersion, leaves: Partner) -> Instrument:
    """A withdrawal that waits for its data protection officer's decision."""
    today = timezone.localdate()
    last = today + timedelta(days=notice_days(version))
    terms = {
        "at_once": "no", "given_on": today.isoformat(), "data": "returned",
        "data_by": (last + timedelta(days=28)).isoformat(),
    }  # fmt: skip
    reason = f"{leaves} hands this work to another body when its contract ends."
    content = Content(Kind.WITHDRAWAL, last, reason, leaves, terms)
    instrument = begin_instrument(by=lives.officer, version=version, content=content, nonce=uuid4())
    submit_instrument(by=lives.officer, instrument=instrument)
    return instrument
