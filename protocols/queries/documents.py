"""Which files somebody may have, and under what name each is handed out."""

import re
from pathlib import PurePosixPath
from uuid import UUID

from django.db.models import Q, QuerySet

from partners.models import Role
from partners.roles import RoleKind
from portal.preparing import prepared
from protocols.models import Document, ProtocolVersion, Signing
from protocols.queries.protocols import place_of, seen_from
from protocols.states import SETTLED, State

Kind = Document.Kind


def documents_for(capacity: Role | None) -> QuerySet[Document]:
    """The files that exist for somebody: those of versions they may see.

    The signed agreement is there once the version is in force; the file being signed only while it is, and only as it
    stands after the latest signature; an approval copy is there for whoever sees the version before. The receipt
    and the archive copies are there for whoever has the signed file.
    """
    return _for(place_of(capacity), capacity.role) if capacity else Document.objects.none()


def document_at(capacity: Role, reference: str, number: int, pk: UUID) -> Document | None:
    """One file by its address, if it exists for somebody; the text it was made from is left unread."""
    return next(iter(_at(place_of(capacity), reference, number, pk, role=capacity.role)), None)


@prepared
def _at(place: int, reference: str, number: int, pk: UUID, *, role: RoleKind) -> QuerySet[Document]:
    of_version = Q(snapshot__version__protocol__reference=reference, snapshot__version__number=number)
    return _for(place, role).filter(of_version, pk=pk).defer("snapshot__text", "snapshot__rows_text")


def _for(place: int, role: RoleKind) -> QuerySet[Document]:
    seen = seen_from(place, role)
    settled = seen.filter(state__in=[state.value for state in SETTLED])
    sealed = Q(snapshot__instrument=None) | Q(snapshot__instrument__state=State.IN_FORCE.value)
    under_way = Signing.objects.filter(stage__in=[Signing.Stage.OPEN, Signing.Stage.COMPLETE])
    mine = Q(kind=Kind.SIGNED) | Q(snapshot__instrument=None) if role is RoleKind.VIEWER else Q()
    return Document.objects.select_related("snapshot__version__protocol", "snapshot__instrument").filter(
        mine,
        Q(kind__in=[Kind.SIGNED, Kind.RECEIPT, Kind.ARCHIVE], snapshot__version__in=settled.values("pk")) & sealed
        | Q(kind=Kind.SCAN, snapshot__version__in=seen.values("pk"))
        | Q(kind=Kind.APPROVAL_COPY, snapshot__version__in=seen.values("pk"))
        | Q(kind=Kind.FOR_SIGNING, pk__in=under_way.values("current"), snapshot__version__in=seen.values("pk")),
    )


def signed_document(version: ProtocolVersion) -> Document | None:
    """The sealed agreement; None until it is sealed. Nothing else is ever handed out as signed."""
    return Document.objects.filter(snapshot__version=version, snapshot__instrument=None, kind=Kind.SIGNED).first()


def signed_so_far(version: ProtocolVersion) -> Document | None:
    """The file of a version that is in force between those who have signed, as long as it is not sealed."""
    if not version.comes_into_force_early or version.status not in SETTLED:
        return None
    signing = Signing.objects.filter(snapshot__version=version, snapshot__instrument=None, sealed_at=None)
    open_now = signing.exclude(came_into_force=None).select_related("current__snapshot__version__protocol")
    found = open_now.first()
    return found.current if found else None


def beside(signed: Document | None) -> list[Document]:
    """What was made of a signed file: its receipt, then its newest archive copy; one query."""
    if signed is None:
        return []
    made = Document.objects.filter(snapshot=signed.snapshot_id, kind__in=[Kind.RECEIPT, Kind.ARCHIVE])
    newest = {one.kind: one for one in made.order_by("made_at", "pk")}
    return [newest[kind] for kind in (Kind.RECEIPT, Kind.ARCHIVE) if kind in newest]


def signed_and_beside(version: ProtocolVersion) -> tuple[Document | None, list[Document]]:
    """The sealed agreement, None until it is sealed, and what `beside` says was made of it; one query."""
    newest = {one.kind: one for one in _sealed(version.pk)}
    signed = newest.get(Kind.SIGNED)
    made = [newest[kind] for kind in (Kind.RECEIPT, Kind.ARCHIVE) if kind in newest]
    return signed, made if signed else []


@prepared
def _sealed(version_id: int) -> QuerySet[Document]:
    kinds = [Kind.SIGNED, Kind.RECEIPT, Kind.ARCHIVE]
    found = Document.objects.filter(snapshot__version=version_id, snapshot__instrument=None, kind__in=kinds)
    return found.order_by("made_at", "pk")


def receipt_of(signed: Document | None) -> Document | None:
    """The signing receipt that belongs to a signed file; None while it is being made."""
    return signed and Document.objects.filter(snapshot=signed.snapshot_id, kind=Kind.RECEIPT).first()


def approval_copy(version: ProtocolVersion) -> Document | None:
    """The approval copy of the live snapshot; None while it is being made."""
    live = Document.objects.filter(
        snapshot__version=version, snapshot__instrument=None, snapshot__withdrawn_at=None, kind=Kind.APPROVAL_COPY
    )
    return live.first()


def media_type(document: Document) -> str:
    """The kind of file, for whoever opens it: all are PDF but scans, which may be pictures."""
    return {".png": "image/png", ".jpg": "image/jpeg"}.get(PurePosixPath(document.name).suffix, "application/pdf")


def file_name(document: Document) -> str:
    """The name under which a file is handed out, such as GM-0001-v1-signed.pdf."""
    version = document.snapshot.version
    instrument = document.snapshot.instrument
    reference = re.sub(r"[^A-Za-z0-9-]", "", version.protocol.reference)
    word = {
        Kind.SIGNED: "signed",
        Kind.APPROVAL_COPY: f"approval-copy-{document.snapshot.number}",
        Kind.FOR_SIGNING: "signed-so-far" if version.status is State.IN_FORCE and not instrument else "for-signing",
        Kind.SCAN: f"signed-on-paper-{document.sha256[:8]}",
        Kind.RECEIPT: "signing-receipt",
        Kind.ARCHIVE: "archive-copy",
    }[Kind(document.kind)]
    act = f"-{instrument.kind}-{instrument.number}" if instrument else ""
    return f"{reference}-v{version.number}{act}-{word}{PurePosixPath(document.name).suffix}"
