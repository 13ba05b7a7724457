"""Reading instruments, and gathering what is frozen of one."""

from dataclasses import replace

from django.db.models import QuerySet

from partners.models import Role
from partners.roles import RoleKind
from portal.govuk.days import day
from protocols.facts.binding import suspended
from protocols.models import Decision, Instrument, ProtocolVersion, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.documents import signed_document, signed_so_far
from protocols.queries.freezing import parties_of, protocol_of
from protocols.queries.joining import heard, objections_to
from protocols.queries.signing import signers_of
from protocols.snapshot import InstrumentPart, SectionPart, SnapshotParts
from protocols.states import State
from protocols.texts.composing import values_of
from protocols.texts.instruments import Agreement, Clause, clauses, facts_of
from protocols.texts.objecting import Period
from protocols.texts.wording import wording_for


def instruments_of(version: ProtocolVersion, capacity: Role) -> QuerySet[Instrument]:
    """The instruments of a version that somebody may see, oldest first; a viewer sees those that are signed."""
    found = version.instruments.select_related("party__partner", "begun_by__person", "version__protocol")
    return found.filter(state=State.IN_FORCE.value) if capacity.role is RoleKind.VIEWER else found


def live_text(instrument: Instrument) -> Snapshot | None:
    """The frozen text of an instrument that is decided on, signed or in effect; None while it is a draft."""
    return instrument.snapshots.filter(withdrawn_at=None).first()


def decision_asked(capacity: Role, instrument: Instrument) -> Decision | None:
    """The decision on an instrument's live text that a role is asked for, or gave."""
    asked = Decision.objects.filter(
        snapshot__instrument=instrument, snapshot__withdrawn_at=None, party__partner=capacity.partner_id,
        kind=capacity.kind,
    )  # fmt: skip
    related = ("snapshot__version__protocol", "snapshot__instrument", "party__partner", "decided_by__person")
    return asked.select_related(*related).first()


def agreement_of(version: ProtocolVersion) -> Agreement:
    """The version in force as an instrument names it: by the fingerprint of its signed file, or as signed so far."""
    signed = signed_document(version) or signed_so_far(version)
    return Agreement(version.protocol.reference, version.title, version.number, signed.sha256 if signed else "")


def notice_days(version: ProtocolVersion) -> int:
    """The days of notice that a party gives before it leaves, as the text says, or else its overarching protocol's."""
    for one in (version, version.parent):
        said = values_of(one, wording_for(one)).values.get("notice_days", "") if one else ""
        if said.strip().isdecimal():
            return int(said)
    return 0


def worded(instrument: Instrument) -> list[Clause]:
    """The text of an instrument as it would be frozen now."""
    version = instrument.version
    days = notice_days(version)
    since = suspended(version).get(instrument.party_id or 0)
    known = {
        "told_on": day(instrument.begun_at),
        "objections_until": day(instrument.objections_until),
        "objecting": _objecting(instrument),
        "set_time": str(Period(int(instrument.terms.get("set_days", 0)), working=True)),
        "heard": heard(list(objections_to(instrument))) if instrument.objections_until else "",
        "tier": version.protocol.tier,
        "notice": f"{days} days’ notice" if days else "no notice of a set length",
        "suspended_since": day(since),
    }
    return clauses(instrument, agreement_of(version), facts_of(instrument, known))


def _objecting(instrument: Instrument) -> str:
    """Whether the parties had time to object: as the agreement says, as the officer set, or none."""
    if instrument.objections_until is None:
        return "none"
    return "set" if instrument.terms.get("set_days") else "period"


def instrument_parts(instrument: Instrument) -> SnapshotParts:
    """Everything about an instrument that is decided on and signed."""
    version, signers = instrument.version, list(signers_of(instrument))
    agreement, snapshot = agreement_of(version), live_snapshot(version)
    written = worded(instrument)
    signatures = Clause("I99", "Signatures", [])
    return SnapshotParts(
        protocol=replace(protocol_of(version), commencement=None),
        parent=None,
        parties=parties_of(version, signers),
        sections=[
            SectionPart(one.id, number, one.title, one.html if one.paragraphs else "", "own", None, "",
                        "signatures" if one is signatures else None)
            for number, one in enumerate([*written, signatures], start=1)
        ],
        instrument=InstrumentPart(
            kind=instrument.kind,
            label=str(instrument.get_kind_display()),
            number=instrument.number,
            effective_on=instrument.effective_on.isoformat(),
            party=instrument.party.partner.slug if instrument.party else None,
            agreement={
                "reference": agreement.reference,
                "version": agreement.version,
                "title": agreement.title,
                "sha256": snapshot.sha256 if snapshot else "",
                "file_sha256": agreement.file_sha256,
            },
            terms=dict(instrument.terms),
        ),
    )  # fmt: skip
