"""Gathering what a copy in Word says: a version as it reads now or was frozen, or a text of it that has a name."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from portal.audit.chain import canonical
from protocols.loader.word.marks import CopyMarks, fingerprint_of_words
from protocols.models import ProtocolVersion, SectionRevision
from protocols.queries.decisions import live_snapshot
from protocols.queries.freezing import parts_of
from protocols.queries.redlines.sides import Side
from protocols.states import SETTLED
from protocols.texts.composing import values_of
from protocols.texts.filling import variables_in
from protocols.texts.unfilling import words_of_html
from protocols.texts.wording import wording_of

READ = ("id", "title", "html", "inherited_html")
NOT_KEPT: Mapping[str, Any] = {"parent": None, "refused_flows": [], "legal_record": []}
"""What a named text does not keep."""


@dataclass(frozen=True)
class Copied:
    """What `documents.word.write_copy` is given.

    `state` says which text it is; `kept_whole` that its legal record is in it.
    """

    content: dict[str, Any]
    marks: CopyMarks
    state: str
    at: datetime
    signed: bool = False
    kept_whole: bool = True


def copy_of(version: ProtocolVersion) -> Copied:
    """The version as it is; the number of queries does not grow with it."""
    content = copy_content(version)
    marks = _marks(version, content, dict(version.sections.values_list("section_id", "revision")))
    return Copied(content, marks, version.status.label.lower(), timezone.now(), version.status in SETTLED)


def copy_of_text(side: Side) -> Copied:
    """A text of the version that was named or submitted, as it was then."""
    if side.at is None:
        raise LookupError("Only a text that was named or submitted has a moment.")
    version, kept = side.version, side.snapshot.content if side.snapshot else side.named and side.named.content
    content: dict[str, Any] = {**NOT_KEPT, **(kept or {}), "created_at": side.at.isoformat()}
    typed = side.named.rows["values"] if side.named else {}
    name = f"“{side.named.name}”" if side.named else f"submission {side.snapshot.number}" if side.snapshot else ""
    marks = _marks(version, content, _revisions_at(version, side.at), typed, name)
    return Copied(content, marks, name, side.at, kept_whole=side.snapshot is not None)


def copy_content(version: ProtocolVersion) -> dict[str, Any]:
    """A version as a snapshot has it: as it was frozen, or as it reads now."""
    snapshot = live_snapshot(version)
    if snapshot is not None:
        return snapshot.content
    content: dict[str, Any] = json.loads(canonical(asdict(parts_of(version))))
    return content


def fingerprint_of_text(content: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of the clauses as they read, with the values in place."""
    words = [[one[name] for name in READ] for one in content["sections"]]
    return hashlib.sha256(canonical({"sections": words}).encode()).hexdigest()


def _revisions_at(version: ProtocolVersion, at: datetime) -> dict[str, int]:
    """Which revision each clause was at, then; one query."""
    saved = SectionRevision.objects.filter(section__version=version, saved_at__lte=at).order_by()
    return dict(
        saved.values("section__section_id").annotate(last=Max("number")).values_list("section__section_id", "last")
    )


def _marks(
    version: ProtocolVersion,
    content: Mapping[str, Any],
    revisions: Mapping[str, int],
    typed: Mapping[str, str] | None = None,
    name: str = "",
) -> CopyMarks:
    """What a copy of this text carries, so that it is known again."""
    values = values_of(version, wording_of(version.template_version)).values | dict(typed or {})
    used = {key for body in version.sections.values_list("body", flat=True) for key in variables_in(body)}
    words = {one["id"]: fingerprint_of_words(words_of_html(one["html"])) for one in content["sections"]}
    filled = {key: values[key] for key in sorted(used) if values.get(key)}
    text = fingerprint_of_text(content)
    return CopyMarks(version.protocol.reference, version.number, text, revisions, words, filled, name)
