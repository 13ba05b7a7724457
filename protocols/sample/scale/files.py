"""The one file that stands for every file of a copied protocol, and says so.

To make and sign a document for each copy would take seconds a protocol; to keep the pattern's would have one
agreement's document name another.
"""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from protocols.documents.typesetting import typeset

FOLDER = "documents/stand-in"


@dataclass(frozen=True)
class StandIn:
    """Where it is kept, and what is recorded of it."""

    name: str
    sha256: str
    size: int
    pages: int

    @property
    def cells(self) -> dict[tuple[str, str], object]:
        """What a copy's rows say of their files, whatever the pattern's say."""
        said = {"name": self.name, "sha256": self.sha256, "size": self.size, "pages": self.pages}
        return {("protocols.Document", name): value for name, value in said.items()}


def stand_in() -> StandIn:
    """The file, made and stored where it is not yet; the same bytes each time."""
    made = typeset(render_to_string("documents/stand_in.html"), identifier=b"stand-in")
    digest = hashlib.sha256(made.pdf).hexdigest()
    name = f"{FOLDER}/{digest}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(made.pdf))
    return StandIn(name, digest, len(made.pdf), made.page_count)
