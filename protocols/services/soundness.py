"""Whether the portal still has what it vouches for: every file as it was stored, and every signed PDF whole."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from protocols.documents.authority import Authority
from protocols.documents.verdicts import Finding
from protocols.documents.verifying import verify
from protocols.models import Document
from protocols.queries.stored_files import named_files
from protocols.services.keys import are_made

Kind = Document.Kind
WHOLE = {Kind.SIGNED, Kind.ARCHIVE}
"""Kinds of files that bear every signature and the seal."""
SIGNED_SO_FAR = {Kind.FOR_SIGNING, Kind.RECEIPT}
"""Kinds that bear signatures of ours, and need not bear them all."""
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Looked:
    """One file that was looked at, and what is wrong with it, if anything is."""

    name: str
    problem: str = ""


def stored_as_named() -> Iterator[Looked]:
    """Every file that a row names, each read and compared with the hash that the row has."""
    for name, sha256 in named_files():
        yield Looked(name, _difference(name, sha256))


def signed_pdfs(authority: Authority) -> Iterator[Looked]:
    """Every PDF with signatures, each judged as the page for checking files does.

    Each signature is added to the end of a file, so what the file was before needs no judging of its own.
    """
    sound = b""
    for document in _signed().order_by("snapshot", "-size", "pk").iterator():
        try:
            data = document.read()
        except OSError:
            yield Looked(document.name, "it cannot be read")
            continue
        if document.kind == Kind.FOR_SIGNING and sound.startswith(data):
            yield Looked(document.name)
            continue
        found = verify(data, authority)
        as_it_should_be = found.finding is Finding.OURS and (found.whole or document.kind not in WHOLE)
        sound = data if as_it_should_be else b""
        yield Looked(document.name, "" if as_it_should_be else found.sentence)


def has_no_need_of_keys() -> bool:
    """Whether nothing was signed yet, so that no keys were made."""
    return not are_made() and not _signed().exists()


def _signed() -> QuerySet[Document]:
    return Document.objects.filter(kind__in=WHOLE | SIGNED_SO_FAR)


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
