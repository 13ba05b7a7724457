"""What came after signing in the sample: a partner asked to join, to which another objects, and one that leaves."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from partners.models import Partner
from partners.roles import RoleKind
from protocols.models import Instrument, ProtocolVersion
from protocols.queries.instruments import notice_days
from protocols.sample.lives import Lives
from protocols.services.instruments.beginning import Content, begin_instrument
from protocols.services.instruments.objecting import object_to
from protocols.services.instruments.requesting import ask_to_join, begin_accession
from protocols.services.instruments.submitting import submit_instrument

Kind = Instrument.Kind


def partner_joins(lives: Lives, version: ProtocolVersion, joins: Partner, objects: Partner) -> Instrument:
    """An accession that was asked for; the parties may object to it, and one does."""
    reason = f"{joins} visits homes in the area, and can act on what the others know."
    asks = lives.joined.at(joins, RoleKind.CONTRIBUTOR)
    request = ask_to_join(by=asks, version=version, reason=reason, nonce=uuid4())
    instrument = begin_accession(by=lives.officer, request=request)
    by = lives.joined.at(objects, RoleKind.CONTRIBUTOR)
    why = "We have not seen how its crews will keep what they are told on a visit. Show us its rules first."
    object_to(by=by, instrument=instrument, reason=why)
    return instrument


def party_gives_notice(lives: Lives, version: ProtocolVersion, leaves: Partner) -> Instrument:
    """A withdrawal that the party began itself, and that waits for its data protection officer's decision."""
    by = lives.joined.at(leaves, RoleKind.CONTRIBUTOR)
    last = timezone.localdate() + timedelta(days=notice_days(version))
    terms = {"at_once": "no", "data": "returned", "data_by": (last + timedelta(days=28)).isoformat()}
    reason = f"{leaves} hands this work to another body when its contract ends."
    content = Content(Kind.WITHDRAWAL, last, reason, leaves, terms)
    instrument = begin_instrument(by=by, version=version, content=content, nonce=uuid4())
    submit_instrument(by=by, instrument=instrument)
    return instrument
