"""What the public may read: agreements that are signed and were not marked as not public."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from protocols.documents.verdicts import SHORT, Verification
from protocols.facts.binding import bound_parties, not_bound_yet
from protocols.models import Document, Instrument, Party, ProtocolVersion, Signature, Snapshot
from protocols.queries.on_record import instrument_of, named, signed_file, text_on_record, version_of
from protocols.queries.reviews import with_review
from protocols.queries.standing_today import Standing, standing_of, standing_of_instrument
from protocols.states import SETTLED, State


def published() -> QuerySet[ProtocolVersion]:
    """Every version that the public may see: it is or was in force, and its parties chose to publish it."""
    settled = [state.value for state in SETTLED]
    parties = Prefetch("parties", Party.objects.exclude(not_bound_yet()).select_related("partner"))
    versions = ProtocolVersion.objects.filter(is_public=True, state__in=settled)
    return with_review(versions).select_related("protocol__partnership").prefetch_related(parties)


def entry(reference: str) -> ProtocolVersion | None:
    """The published version of a protocol that counts: the one in force, or else the newest."""
    versions = published().filter(protocol__reference=reference).order_by("-number")
    return next((version for version in versions if version.status is State.IN_FORCE), versions.first())


def frozen(version: ProtocolVersion) -> tuple[dict[str, Any], str] | None:
    """What was signed, as data, with its fingerprint."""
    snapshot = Snapshot.objects.filter(version=version, instrument=None, withdrawn_at=None).first()
    return (snapshot.content, snapshot.sha256) if snapshot else None


@dataclass(frozen=True)
class FileStanding:
    """How the agreement that a file is of stands today, and the short document that the file is, if it is one."""

    agreement: Standing
    instrument: Standing | None


@dataclass(frozen=True)
class Record:
    """What is on record for the code printed on a document. `same`: the code names the very text that was signed."""

    version: ProtocolVersion
    instrument: Instrument | None
    standing: Standing
    own_standing: Standing | None
    text_sha256: str
    same: bool
    file: Document
    signatures: Sequence[Signature]
    is_open: bool
    bound: Sequence[Party]


def standing_of_file(found: Verification) -> FileStanding | None:
    """How things stand today, for whoever holds a file that is ours and unaltered."""
    version = version_of(found)
    if version is None:
        return None
    instrument = instrument_of(found, version)
    return FileStanding(standing_of(version), standing_of_instrument(instrument) if instrument else None)


def published_of(found: Verification) -> ProtocolVersion | None:
    """The published version that a file is of, or calls itself."""
    claim = found.claim
    reference = found.reference or (claim.reference if claim else "")
    number = found.version or (claim.version if claim else 0)
    return published().filter(protocol__reference=reference, number=number).first()


def code_on_record(code: str, fingerprint: str) -> Record | None:
    """What the public may know of a code; None where nothing is published, whether or not there is something."""
    asked = named(code)
    version = published().filter(protocol__reference=asked.reference, number=asked.version).first() if asked else None
    text = text_on_record(version, asked.act) if asked and version else None
    file = signed_file(text) if text else None
    if version is None or text is None or file is None:
        return None
    signatures = text.signing.signatures.filter(void_at=None).select_related("party__partner")
    return Record(
        version=version,
        instrument=text.instrument,
        standing=standing_of(version),
        own_standing=standing_of_instrument(text.instrument) if text.instrument else None,
        text_sha256=text.sha256,
        same=len(fingerprint) >= SHORT and text.sha256.startswith(fingerprint.lower()),
        file=file,
        signatures=list(signatures),
        is_open=file.kind != Document.Kind.SIGNED,
        bound=bound_parties(version),
    )
