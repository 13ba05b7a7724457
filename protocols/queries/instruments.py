"""Reading instruments, and gathering what is frozen of one."""

from django.db.models import QuerySet

from protocols.models import Instrument, ProtocolVersion, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.documents import signed_document
from protocols.queries.freezing import parties_of, protocol_of
from protocols.queries.signing import signers_of
from protocols.snapshot import InstrumentPart, SectionPart, SnapshotParts
from protocols.texts.instruments import Agreement, Clause, clauses


def instruments_of(version: ProtocolVersion) -> QuerySet[Instrument]:
    """The instruments of a version, oldest first."""
    return version.instruments.select_related("party__partner", "begun_by__person", "version__protocol")


def live_text(instrument: Instrument) -> Snapshot | None:
    """The frozen text of an instrument that is decided on, signed or in effect; None while it is a draft."""
    return instrument.snapshots.filter(withdrawn_at=None).first()


def agreement_of(version: ProtocolVersion) -> Agreement:
    """The version in force as an instrument names it: by the fingerprint of its signed file."""
    signed = signed_document(version)
    return Agreement(version.protocol.reference, version.title, version.number, signed.sha256 if signed else "")


def instrument_parts(instrument: Instrument) -> SnapshotParts:
    """Everything about an instrument that is decided on and signed."""
    version, signers = instrument.version, list(signers_of(instrument))
    agreement, snapshot = agreement_of(version), live_snapshot(version)
    written = clauses(instrument, agreement)
    signatures = Clause("I99", "Signatures", [])
    return SnapshotParts(
        protocol=protocol_of(version),
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
