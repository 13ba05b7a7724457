"""The fingerprint of a world: of what people read in it, in an order of names; keys and times play no part."""

import hashlib
from collections.abc import Iterable, Iterator

from legal_basis.models import Answer
from partners.models import Role
from protocols.models import (
    Comment,
    DataFlow,
    Decision,
    Party,
    Protocol,
    ProtocolVersion,
    Section,
    Signature,
)

OF_THE_VERSION = ("version__protocol__reference", "version__number")
OF_THE_TEXT = ("snapshot__version__protocol__reference", "snapshot__version__number", "snapshot__number")
OF_THE_PARTY = tuple(f"assessment__party_assessment__party__{name}" for name in OF_THE_VERSION)


def fingerprint(references: Iterable[str] = ()) -> str:
    """SHA-256 over the protocols of these partnerships' prefixes (all, where none is named), and over everybody."""
    hashed, prefixes = hashlib.sha256(), tuple(references)
    for row in _told():
        if not prefixes or str(row[0]).startswith(prefixes):
            hashed.update(f"{row}\n".encode())
    return hashed.hexdigest()


def _told() -> Iterator[tuple[object, ...]]:
    told = (
        (Role, ("person__email", "kind", "partner__slug", "partnership__slug", "post", "person__name")),
        (Protocol, ("reference", "tier", "theme", "partnership__name")),
        (
            ProtocolVersion,
            ("protocol__reference", "number", "state", "title", "purpose", "parent__protocol__reference"),
        ),
        (Party, (*OF_THE_VERSION, "partner__slug", "controller_role")),
        (Section, (*OF_THE_VERSION, "position", "section_id", "title", "body")),
        (DataFlow, (*OF_THE_VERSION, "number", "title", "sender__partner__slug", "items", "purpose")),
        (Answer, (*OF_THE_PARTY, "assessment__partner__slug", "step", "key", "reason", "answered_by")),
        (Comment, (*OF_THE_VERSION, "body", "author__person__email")),
        (Decision, (*OF_THE_TEXT, "party__partner__slug", "kind", "outcome", "text", "decided_by__person__email")),
        (Signature, (*(f"signing__{name}" for name in OF_THE_TEXT), "party__partner__slug", "name", "post")),
    )
    for model, names in told:
        yield from model._base_manager.order_by(*names, "pk").values_list(*names).iterator(chunk_size=500)
