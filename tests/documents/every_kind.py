"""One file of every kind that the product makes, each made when it is first asked for and then kept.

`TRIED` says of each member of the enumerations in code by which of these files it is tried; a new member has to be
listed there.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Any

from protocols.documents.archiving import Stamped
from protocols.documents.authority import Authority
from protocols.documents.case import print_case
from protocols.documents.kinds import DocumentKind
from protocols.documents.receipts import render_receipt
from protocols.documents.rendering import Rendered, field_for, render
from protocols.documents.signing import Signatory, certify, seal, sign
from protocols.documents.typesetting import Typeset
from protocols.models import Document, Instrument, MadeFile
from tests.documents.sample_case import ON, sample_board, sample_case
from tests.documents.sample_instruments import sample_instrument
from tests.documents.sample_receipt import sample_receipt
from tests.documents.sample_redline import sample_redline
from tests.documents.sample_snapshot import fingerprint_of, small_snapshot

AT = datetime(2027, 3, 3, 10, 42, tzinfo=UTC)
ENUMERATIONS: tuple[type[Enum], ...] = (DocumentKind, Document.Kind, MadeFile.Kind, Instrument.Kind)
TRIED: dict[str, str] = {
    "DocumentKind.DRAFT": "draft", "DocumentKind.APPROVAL_COPY": "approval copy",
    "DocumentKind.SIGNING": "for signing", "Document.Kind.APPROVAL_COPY": "approval copy",
    "Document.Kind.FOR_SIGNING": "for signing", "Document.Kind.SIGNED": "signed", "Document.Kind.RECEIPT": "receipt",
    "Document.Kind.ARCHIVE": "archive copy", "MadeFile.Kind.REDLINE": "redline", "MadeFile.Kind.CASE": "case",
    "MadeFile.Kind.PREVIEW": "preview", "Instrument.Kind.ACCESSION": "accession, signed",
    "Instrument.Kind.WITHDRAWAL": "withdrawal, signed", "Instrument.Kind.RENEWAL": "renewal, signed",
    "Instrument.Kind.SUSPENSION": "suspension, signed", "Instrument.Kind.RESUMPTION": "resumption, signed",
    "Instrument.Kind.TERMINATION": "termination, signed",
}  # fmt: skip
NOT_MADE_HERE = {"Document.Kind.SCAN": "somebody else's scanner makes it, and it is kept as it came"}
KINDS = sorted({*TRIED.values(), "overarching, signed"})


class Files:
    """The files by kind, as bytes."""

    def __init__(self, given: dict[str, Callable[[], bytes]], authority: Authority) -> None:
        self.made: dict[str, bytes] = {}
        self.authority = authority
        self.makers = {
            **given,
            **{f"{kind.value}, signed": partial(self._instrument, kind) for kind in Instrument.Kind},
            "approval copy": lambda: _plain(_small(DocumentKind.APPROVAL_COPY)),
            "preview": lambda: _plain(_small(DocumentKind.DRAFT, label="Preview")),
            "overarching, signed": lambda: self._signed(small_snapshot()),
            "redline": lambda: _plain(sample_redline()),
            "case": lambda: _plain(print_case(sample_case(), sample_board(), ON, identifier="case")),
            "receipt": self._receipt,
        }

    def __getitem__(self, kind: str) -> bytes:
        if kind not in self.made:
            self.made[kind] = self.makers[kind]()
        return self.made[kind]

    def _signed(self, snapshot: dict[str, Any]) -> bytes:
        made = render(snapshot, DocumentKind.SIGNING, sha256=fingerprint_of(snapshot))
        pdf = certify(_plain(made), self.authority, at=AT)
        for party in snapshot["parties"]:
            who = Signatory(party["signatory"]["name"], "Chair", party["legal_name"], "Scheme of delegation")
            pdf = sign(pdf, field_for(party["key"]), who, self.authority, AT)
        return seal(pdf, self.authority, at=AT)

    def _instrument(self, kind: Instrument.Kind) -> bytes:
        return self._signed(sample_instrument(kind))

    def _receipt(self) -> bytes:
        made = _plain(render_receipt(sample_receipt()))
        return seal(certify(made, self.authority, at=AT), self.authority, at=AT, closing="Closes this receipt.")


def known() -> set[str]:
    """Each kind of file that the code knows, by the name that it has there."""
    return {f"{kinds.__qualname__}.{one.name}" for kinds in ENUMERATIONS for one in kinds}


def given_by(draft: Rendered, rendered: Rendered, sealed: bytes, archived: Stamped) -> dict[str, Callable[[], bytes]]:
    """Those that other tests have made already."""
    return {
        "draft": lambda: draft.pdf, "for signing": lambda: rendered.pdf, "signed": lambda: sealed,
        "archive copy": lambda: archived.pdf,
    }  # fmt: skip


def _small(kind: DocumentKind, label: str = "") -> Rendered:
    snapshot = small_snapshot()
    return render(snapshot, kind, sha256=fingerprint_of(snapshot), label=label)


def _plain(made: Rendered | Typeset) -> bytes:
    assert made.complaints == ()
    return made.pdf
