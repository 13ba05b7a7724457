"""One small agreement at each stage, signed by two parties: quick to make and to check."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from protocols.documents.authority import Authority
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render
from protocols.documents.signing import certify, seal
from tests.documents.conftest import AT, sign_all
from tests.documents.sample_snapshot import fingerprint_of, sample_snapshot


def small_snapshot() -> dict[str, Any]:
    """Three clauses, two parties, no flows."""
    snapshot = sample_snapshot()
    snapshot |= {"flows": [], "refused_flows": [], "legal_record": [], "parent": None}
    snapshot["parties"] = snapshot["parties"][:2]
    snapshot["sections"] = [one for one in snapshot["sections"] if one["origin"] == "own"][:3]
    return snapshot


@dataclass
class Agreement:
    """The small agreement under one authority; `stranger` is another portal's."""

    authority: Authority
    stranger: Authority

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        return small_snapshot()

    @cached_property
    def rendered(self) -> bytes:
        return render(self.snapshot, DocumentKind.SIGNING, sha256=fingerprint_of(self.snapshot)).pdf

    @cached_property
    def certified(self) -> bytes:
        return certify(self.rendered, self.authority, at=AT)

    @cached_property
    def all_signed(self) -> bytes:
        return sign_all(self.certified, self.snapshot["parties"], self.authority)

    @cached_property
    def sealed(self) -> bytes:
        return seal(self.all_signed, self.authority, at=AT)

    @cached_property
    def by_a_stranger(self) -> bytes:
        """The same text, signed throughout under another authority."""
        pdf = certify(self.rendered, self.stranger, at=AT)
        return seal(sign_all(pdf, self.snapshot["parties"], self.stranger), self.stranger, at=AT)
