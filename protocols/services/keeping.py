"""Keeping files: named by their content, so that no file is ever overwritten by another."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from protocols.models import Document, Snapshot


def keep(
    snapshot: Snapshot, kind: Document.Kind, content: bytes, *, pages: int, good_until: datetime | None = None
) -> Document:
    """Store a file under its own SHA-256 and record it. Must be called inside an act.

    A file already there under that name is the same file, and is left alone.
    """
    digest = hashlib.sha256(content).hexdigest()
    name = f"documents/{snapshot.version.protocol.reference}/{digest}.pdf"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    document = Document(
        snapshot=snapshot, kind=kind, name=name, sha256=digest, size=len(content), pages=pages, good_until=good_until
    )
    document.save()
    return document
