"""Keeping files: named by their content, so that no file is ever overwritten by another."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from protocols.models import Document, Snapshot


def keep(
    snapshot: Snapshot, kind: Document.Kind, content: bytes, *, pages: int, good_until: datetime | None = None
) -> Document:
    """Store a file under its own SHA-256 and record it. Must be called inside an act."""
    digest = hashlib.sha256(content).hexdigest()
    document = Document(
        snapshot=snapshot, kind=kind, name=stored(snapshot, content, f"{digest}.pdf"), sha256=digest,
        size=len(content), pages=pages, good_until=good_until,
    )  # fmt: skip
    document.save()
    return document


def stored(snapshot: Snapshot, content: bytes, own_name: str) -> str:
    """Store bytes beside the other files of a protocol, and say under which name; `own_name` holds their SHA-256.

    What a row keeps under that name is the same file, and is left alone. What no row keeps there was left by a crash
    and may be swept away at any moment (`protocols.services.lost_files`): it is never taken up, and the storage finds
    another name.
    """
    name = f"documents/{snapshot.version.protocol.reference}/{own_name}"
    if Document.objects.filter(name=name).exists() and default_storage.exists(name):
        return name
    return default_storage.save(name, ContentFile(content))
