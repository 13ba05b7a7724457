"""The trail of what is copied: the events of the pattern, told of the copy, at the end of the chain."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q

from portal.audit.chain import link
from portal.audit.models import AuditEvent, ChainHead
from protocols.sample.scale.rows import Key, Pieces, Table, apart
from protocols.sample.scale.writing import Numbers

NUMBERED = ("accounts.User", "partners.Role", "partners.Partner")
"""Whose number an event bears: who did it, in which role, for which body."""
FEW = 400
"""Subjects asked for in one query."""
MOST = 250
"""Letters of a name, a capacity and a subject that an event keeps."""


@dataclass(frozen=True)
class Event:
    """An event of the pattern, its words taken apart."""

    action: str
    subject: Key
    numbers: tuple[int | None, int | None, int | None]
    words: tuple[Pieces | str, ...]
    details: Any
    """What it details; None where words of that differ from place to place too."""


@dataclass(frozen=True)
class Told:
    """An event as it is told of a copy: all that it says but its place in the chain; its details as JSON too."""

    content: dict[str, Any]
    details: str


def events_about(tables: Sequence[Table], words: re.Pattern[str]) -> list[Event]:
    """What happened to the rows, in order."""
    found: list[AuditEvent] = []
    for table in tables:
        keys = [str(key) for key in table.keys]
        for start in range(0, len(keys), FEW):
            about = Q(subject_type=table.model._meta.label_lower, subject_id__in=keys[start : start + FEW])
            found += AuditEvent.objects.filter(about)
    spoken = {table.model._meta.label_lower: {str(key): key for key in table.keys} for table in tables}
    found.sort(key=lambda event: event.sequence)
    return [_taken(event, spoken[event.subject_type][event.subject_id], words) for event in found]


def _taken(event: AuditEvent, key: object, words: re.Pattern[str]) -> Event:
    texts = (event.actor_name, event.capacity, event.subject_label, json.dumps(event.details))
    said = tuple(apart(text, words) for text in texts)
    label = apps.get_model(event.subject_type)._meta.label
    numbers = (event.person_id, event.role_id, event.organisation_id)
    return Event(event.action, (label, key), numbers, said, None if isinstance(said[-1], Pieces) else event.details)


def told(events: Iterable[Event], keys: Mapping[Key, object], words: Mapping[str, str]) -> list[Told]:
    """The events as they are told of a copy."""
    return [_told(event, keys, words) for event in events]


def _told(event: Event, keys: Mapping[Key, object], words: Mapping[str, str]) -> Told:
    name, capacity, label, details = [text.joined(words) if isinstance(text, Pieces) else text for text in event.words]
    person, role, organisation = [keys.get(one, one[1]) for one in zip(NUMBERED, event.numbers, strict=True)]
    content = {
        "action": event.action, "actor_name": name[:MOST], "capacity": capacity[:MOST], "person_id": person,
        "role_id": role, "organisation_id": organisation, "subject_type": event.subject[0].lower(),
        "subject_id": str(keys[event.subject]), "subject_label": label[:MOST],
        "details": json.loads(details) if event.details is None else event.details,
    }  # fmt: skip
    return Told(content, details)


def append(told_events: Iterable[Told], numbers: Numbers) -> None:
    """Add the events to the end of the chain, and write all that waits; inside an act."""
    head, _ = ChainHead.objects.select_for_update(no_key=True).get_or_create(pk=1)
    sequence, last = head.sequence, head.hash
    now = datetime.now(UTC)
    kept = AuditEvent._meta.get_field("at").get_db_prep_save(now, connection)
    fields = AuditEvent._meta.concrete_fields
    names = [field.attname for field in fields]
    cells: list[Any] = []
    cell, at = numbers.how.cell, now.isoformat(timespec="microseconds")
    for one in told_events:
        sequence += 1
        row = one.content
        row["sequence"], row["at"] = sequence, at
        digest = link(last, row)
        row |= {"at": kept, "details": one.details, "previous_hash": last, "hash": digest}
        cells += [cell(row[name]) for name in names]
        last = digest
    numbers.write(AuditEvent, fields, cells)
    numbers.flush()
    ChainHead.objects.filter(pk=1).update(sequence=sequence, hash=last)
