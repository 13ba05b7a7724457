"""What a file says that it is, by the data attached to it: believed only where its signatures hold."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from protocols.documents.errors import DocumentError
from protocols.documents.exporting import attached_snapshot
from protocols.documents.verdicts import Act, Claim, Verification

RECEIPT = "concordat/receipt/1"
LONGEST = 40  # letters of a reference


def claimed(data: bytes) -> Claim | None:
    """What the file calls itself, for looking up what is on record; None where it does not say."""
    content = _attached(data)
    try:
        snapshot = json.loads(content) if content else {}
        protocol, act = snapshot["protocol"], snapshot.get("instrument")
        return Claim(
            str(protocol["reference"])[:LONGEST], int(protocol["version"]), int(act["number"]) if act else None
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def with_snapshot(verification: Verification, data: bytes) -> Verification:
    """Add what the attached snapshot says of itself. Read only from a file whose signatures hold."""
    content = _attached(data)
    try:
        snapshot = json.loads(content) if content else {}
        protocol = snapshot["protocol"]
        return replace(
            verification,
            sha256=hashlib.sha256(content).hexdigest(),
            reference=str(protocol["reference"]),
            version=int(protocol["version"]),
            title=str(protocol.get("title", "")),
            receipt=snapshot.get("schema") == RECEIPT,
            act=_act(snapshot),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return verification


def names_those_bound(data: bytes) -> bool:
    """Whether the text comes into force between those who sign, so that boxes may stay empty when it is closed."""
    content = _attached(data)
    try:
        snapshot = json.loads(content) if content else {}
        return bool(snapshot["protocol"].get("commencement")) and not snapshot.get("instrument")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _act(snapshot: Mapping[str, Any]) -> Act | None:
    """The short document made after signing that the snapshot is of; None where it is an agreement."""
    part = snapshot.get("instrument")
    if not part:
        return None
    names = {party["key"]: party["legal_name"] for party in snapshot["parties"]}
    agreement = part["agreement"]
    return Act(
        kind=str(part["kind"]),
        label=str(part["label"]),
        number=int(part["number"]),
        effective_on=str(part["effective_on"]),
        party=str(names.get(part["party"], "")),
        agreement=f"{agreement['reference']} version {agreement['version']}, {agreement['title']}",
        agreement_sha256=str(agreement["file_sha256"]),
    )


def _attached(data: bytes) -> bytes:
    try:
        return attached_snapshot(data)
    except (DocumentError, ValueError, MemoryError, RuntimeError):
        return b""
