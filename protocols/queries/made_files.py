"""PDFs made in the background: what one would be made from now, and the file of exactly that content."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from partners.models import Partnership
from portal.audit.chain import canonical
from protocols.documents.case_papers import papers_of
from protocols.models import MadeFile, ProtocolVersion, Template
from protocols.queries.case import board_of, case_of
from protocols.queries.previewing import preview_snapshot
from protocols.queries.standing import standing_of


@dataclass(frozen=True)
class Wanted:
    """A file that somebody could ask for: its kind, and all that it is made from in one spelling (`text`)."""

    kind: str
    text: str
    version: ProtocolVersion | None = None
    template: Template | None = None

    @cached_property
    def sha256(self) -> str:
        """The fingerprint (hex) of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def about(self) -> ProtocolVersion | Template:
        """What it is a file of."""
        found = self.version or self.template
        if found is None:
            raise LookupError("A made file is about a version or a template.")
        return found


def wanted_case(version: ProtocolVersion, address: str, on: date) -> Wanted:
    """The case as two pages would say it now; `address` is where the whole case stands."""
    board = board_of(version, standing_of(version).sentence, address)
    return Wanted(MadeFile.Kind.CASE, canonical(papers_of(case_of(version), board, on)), version=version)


def wanted_preview(template: Template, content: dict[str, object], partnership: Partnership, number: int) -> Wanted:
    """How an agreement from this content of a template would read; `number` is the template's version."""
    snapshot = preview_snapshot(template, content, partnership, number=number)
    return Wanted(MadeFile.Kind.PREVIEW, canonical(snapshot), template=template)


def file_of(wanted: Wanted) -> MadeFile | None:
    """The file of exactly this content, made or being made; one query."""
    files = MadeFile.objects.filter(version=wanted.version, template=wanted.template, sha256=wanted.sha256)
    return files.defer("text").first()
