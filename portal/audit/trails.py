"""A part of the audit trail: narrowed to a person, a kind or some days, shown by pages, and handed out as a file."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from portal.audit.anchors import anchor_now
from portal.audit.models import AuditEvent
from portal.audit.sentences import kinds, sentence
from portal.formulas import guarded
from portal.workbooks import long_workbook

Events = QuerySet[AuditEvent]
COLUMNS = ("Number", "When (UTC)", "Who", "Capacity", "What", "About", "Details", "Action", "Hash")
SHEET_ROWS = 20_000
"""The most events that a workbook takes; the other formats take any number."""
HOW_TO_CHECK = (
    "Each event's hash is the SHA-256, in hexadecimal, of: previous_hash, one line feed, and the event without "
    "previous_hash and hash as JSON with sorted keys, no spaces and UTF-8 letters as they are. Where two events have "
    "numbers that follow one another, the later one's previous_hash is the earlier one's hash. The end of the whole "
    "trail at the time of this file is in chain_end."
)


@dataclass(frozen=True)
class Narrowing:
    """What somebody asked to see of a trail; the days are those of the portal's clock, the last one whole.

    `organisation` is the key of the one that it was done for.
    """

    who: str = ""
    kind: str = ""
    organisation: int | None = None
    since: date | None = None
    until: date | None = None

    def of(self, events: Events) -> Events:
        """The events that fit."""
        if self.who:
            events = events.filter(actor_name__icontains=self.who)
        if self.kind:
            events = events.filter(action__in=[act for one in kinds() if one.id == self.kind for act in one.actions])
        if self.organisation:
            events = events.filter(organisation_id=self.organisation)
        if self.since:
            events = events.filter(at__gte=_midnight(self.since))
        if self.until:
            events = events.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        return events


@dataclass(frozen=True)
class Line:
    """One event as a page shows it."""

    event: AuditEvent

    @property
    def what(self) -> str:
        """What was done."""
        return sentence(self.event)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What else is on record, by name."""
        return [(name.replace("_", " ").capitalize(), _spoken(value)) for name, value in self.event.details.items()]


def csv_lines(events: Events) -> Iterator[str]:
    """The events as CSV, a line at a time; no cell of it is a formula."""
    yield "\ufeff" + _csv(COLUMNS)
    for event in events.iterator(chunk_size=1000):
        yield _csv([guarded(cell) for cell in _cells(event)])


def workbook(events: Events) -> bytes:
    """The events as an Excel workbook; no cell of it is a formula. The first only, where there are too many."""
    rows = (_cells(event) for event in events[:SHEET_ROWS].iterator(chunk_size=1000))
    return long_workbook("Audit trail", COLUMNS, rows)


def json_lines(events: Events, about: str) -> Iterator[str]:
    """The events as one JSON document, a piece at a time, with all that is needed to check their hashes."""
    end = anchor_now()
    head = {
        "schema": "concordat/audit/1",
        "about": about,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "chain_end": {"sequence": end.sequence, "hash": end.hash},
        "how_to_check": HOW_TO_CHECK,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "events": ['
    for number, event in enumerate(events.iterator(chunk_size=1000)):
        told = {**event.content(), "previous_hash": event.previous_hash, "hash": event.hash}
        yield (",\n" if number else "\n") + json.dumps(told, ensure_ascii=False)
    yield "\n]}\n"


def _cells(event: AuditEvent) -> Sequence[str]:
    details = json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else ""
    return (
        str(event.sequence), event.at.astimezone(UTC).isoformat(timespec="seconds"), event.actor_name, event.capacity,
        sentence(event), event.subject_label, details, event.action, event.hash,
    )  # fmt: skip


def _csv(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _spoken(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if value is None or value == "":
        return "none"
    return str(value)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
