"""Reading back what a PDF carries inside it: the snapshot that it was made from."""

import io
import json
from typing import Any

import pikepdf

from protocols.documents.errors import DocumentError

SCHEMA = "concordat/snapshot/1"


class NoSnapshot(DocumentError):
    """The file carries no snapshot of ours."""


def attached_snapshot(pdf: bytes) -> bytes:
    """The bytes of the snapshot attached to a PDF, as they were hashed. Raises NoSnapshot."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            names = [name for name in file.attachments if name.endswith(".json")]
            if len(names) != 1:
                raise NoSnapshot("This file carries no agreement as data.")
            return file.attachments[names[0]].get_file().read_bytes()
    except pikepdf.PdfError as problem:
        raise NoSnapshot("This file cannot be read as a PDF.") from problem


def read_snapshot(pdf: bytes) -> dict[str, Any]:
    """The snapshot attached to a PDF. It is only as trustworthy as the file: verify that first. Raises NoSnapshot."""
    try:
        snapshot = json.loads(attached_snapshot(pdf))
    except ValueError as problem:
        raise NoSnapshot("The data attached to this file is damaged.") from problem
    if not isinstance(snapshot, dict) or snapshot.get("schema") != SCHEMA:
        raise NoSnapshot("The data attached to this file is not an agreement of ours.")
    return snapshot
