"""Gathering what a copy in Word says: the version as it reads now, or as it was frozen; and which text that is."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from portal.audit.chain import canonical
from protocols.loader.word import CopyMarks
from protocols.models import ProtocolVersion
from protocols.queries.decisions import live_snapshot
from protocols.queries.freezing import parts_of

READ = ("id", "title", "html", "inherited_html")


def copy_content(version: ProtocolVersion) -> dict[str, Any]:
    """What `documents.word.write_copy` reads; the number of queries does not grow with the version."""
    snapshot = live_snapshot(version)
    if snapshot is not None:
        return snapshot.content
    content: dict[str, Any] = json.loads(canonical(asdict(parts_of(version))))
    return content


def marks_of(version: ProtocolVersion, content: dict[str, Any]) -> CopyMarks:
    """What a copy of this text carries, so that it is known again."""
    revisions = dict(version.sections.order_by("position").values_list("section_id", "revision"))
    return CopyMarks(version.protocol.reference, version.number, fingerprint_of_text(content), revisions)


def fingerprint_of_text(content: dict[str, Any]) -> str:
    """The SHA-256 (hex) of the clauses as they read, with the values in place."""
    words = [[one[name] for name in READ] for one in content["sections"]]
    return hashlib.sha256(canonical({"sections": words}).encode()).hexdigest()
