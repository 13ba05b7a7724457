"""The trail of what is copied: the events of the pattern, told of the copy, at the end of the chain."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps

from portal.audit.models import AuditEvent, ChainHead
from protocols.sample.scale.rows import Copying, Pieces, Table, apart

TOLD = 500
"""Events in one statement."""


@dataclass(frozen=True)
class Event:
    """An event of the pattern, its words taken apart."""

    action: str
    subject: tuple[str, object]
    numbers: tuple[int | None, int | None, int | None]
    words: tuple[Pieces | str, ...]


def events_about(tables: Sequence[Table], words: re.Pattern[str]) -> list[Event]:
    """What happened to the rows, in order."""
    spoken = {table.model._meta.label_lower: {str(key): key for key in table.keys} for table in tables}
    found = AuditEvent.objects.filter(subject_type__in=spoken).order_by("sequence")
    return [
        _taken(event, spoken[event.subject_type][event.subject_id], words)
        for event in found
        if event.subject_id in spoken[event.subject_type]
    ]


def _taken(event: AuditEvent, key: object, words: re.Pattern[str]) -> Event:
    texts = (event.actor_name, event.capacity, event.subject_label, json.dumps(event.details))
    label = apps.get_model(event.subject_type)._meta.label
    numbers = (event.person_id, event.role_id, event.organisation_id)
    return Event(event.action, (label, key), numbers, tuple(apart(text, words) for text in texts))


def told(events: Iterable[Event], copying: Copying) -> list[dict[str, Any]]:
    """The events as they are told of a copy: all that an event says but its place in the chain."""
    return [_told(event, copying) for event in events]


def _told(event: Event, copying: Copying) -> dict[str, Any]:
    name, capacity, label, details = (
        text.joined(copying.words) if isinstance(text, Pieces) else text for text in event.words
    )
    who = zip(("accounts.User", "partners.Role", "partners.Partner"), event.numbers, strict=True)
    person, role, organisation = (copying.keys.get((of, number), number) for of, number in who)
    return {
        "action": event.action, "actor_name": name[:250], "capacity": capacity[:250], "person_id": person,
        "role_id": role, "organisation_id": organisation, "subject_type": event.subject[0].lower(),
        "subject_id": str(copying.keys[event.subject]), "subject_label": label[:250], "details": json.loads(details),
    }  # fmt: skip


def append(told_events: Iterable[dict[str, Any]]) -> None:
    """Add the events to the chain, inside an act; the database moves the chain's end with each."""
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
    sequence, last, made = head.sequence, head.hash, []
    for one in told_events:
        sequence += 1
        event = AuditEvent(sequence=sequence, at=datetime.now(UTC), previous_hash=last, **one)
        event.hash = last = event.expected_hash()
        made.append(event)
    AuditEvent.objects.bulk_create(made, batch_size=TOLD)
