"""Whether the portal still has what it vouches for: every file as it was stored, and every signed PDF whole."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage

from protocols.documents.authority import Authority
from protocols.documents.verdicts import Finding, Verification
from protocols.documents.verifying import verify
from protocols.models import Document
from protocols.queries.stored_files import named_files

Kind = Document.Kind
WHOLE = {Kind.SIGNED, Kind.ARCHIVE}
"""Kinds of files that bear every signature and the seal."""
SIGNED_SO_FAR = {Kind.FOR_SIGNING, Kind.RECEIPT}
"""Kinds that bear signatures of ours, and need not bear them all."""
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Looked:
    """One file that was looked at: whether it is a signed PDF, and what is wrong with it, if anything is."""

    name: str
    signed: bool = False
    problem: str = ""


def stored_as_named() -> Iterator[Looked]:
    """Every file that a row names, each read and compared with the hash that the row has."""
    for name, sha256 in named_files():
        yield Looked(name, problem=_difference(name, sha256))


def signed_pdfs(authority: Authority) -> Iterator[Looked]:
    """Every PDF with signatures, each judged as the page for checking files does."""
    signed = Document.objects.filter(kind__in=WHOLE | SIGNED_SO_FAR).order_by("pk")
    for document in signed.iterator():
        try:
            found = verify(document.read(), authority)
        except OSError:
            yield Looked(document.name, signed=True, problem="it cannot be read")
            continue
        yield Looked(document.name, signed=True, problem="" if _as_it_should_be(document, found) else found.sentence)


def _as_it_should_be(document: Document, found: Verification) -> bool:
    return found.finding is Finding.OURS and (found.whole or document.kind not in WHOLE)


def _difference(name: str, sha256: str) -> str:
    told = hashlib.sha256()
    try:
        with default_storage.open(name) as content:
            while data := content.read(CHUNK):
                told.update(data)
    except FileNotFoundError:
        return "it is not there"
    except OSError as problem:
        return f"it cannot be read: {problem.strerror or problem}"
    return "" if told.hexdigest() == sha256 else "its bytes are not those that were stored"
