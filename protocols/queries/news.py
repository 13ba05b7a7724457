"""What changed in a version since one reader last looked at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone

from partners.models import Role
from portal.audit.models import AuditEvent
from protocols.models import ProtocolVersion, Reading, Section, Suggestion

VISIT = timedelta(minutes=30)
"""Looks within this long of the first are one visit: what was new when it began stays new until it is over."""


@dataclass(frozen=True)
class News:
    """What others did to a version after `since`. Empty where nothing was done."""

    since: datetime
    clauses: Sequence[Section]
    flows: int
    comments: int
    suggestions: int
    answers: int

    def __bool__(self) -> bool:
        return bool(self.clauses or self.flows or self.comments or self.suggestions or self.answers)


def compared_with(reading: Reading, now: datetime) -> datetime | None:
    """The time after which things are new to the reader; None on a first visit."""
    return reading.looked_at if now - reading.looked_at > VISIT else reading.since


def news_for(version: ProtocolVersion, reader: Role) -> News | None:
    """What others changed since the reader last looked; None for somebody who looks for the first time.

    The number of queries does not depend on how much changed.
    """
    reading = Reading.objects.filter(version=version, reader=reader).first()
    since = compared_with(reading, timezone.now()) if reading is not None else None
    if since is None:
        return None
    others = version.comments.exclude(author__person=reader.person_id)
    suggested = Suggestion.objects.filter(section__version=version)
    name = str(reader)[:250]
    written = Q(revisions__saved_at__gt=since, revisions__number__gt=1) & ~Q(revisions__saved_by=name)
    return News(
        since=since,
        clauses=list(version.sections.filter(written).distinct().order_by("position")),
        flows=_changed_flows(version, reader, since),
        comments=others.filter(written_at__gt=since).count(),
        suggestions=suggested.exclude(author__person=reader.person_id).filter(suggested_at__gt=since).count(),
        answers=version.comments.filter(resolved_at__gt=since).exclude(resolved_by=name).count()
        + suggested.filter(answered_at__gt=since).exclude(answered_by=name).count(),
    )


def _changed_flows(version: ProtocolVersion, reader: Role, since: datetime) -> int:
    """How many flows that there are were added, changed or left out."""
    keys = version.flows.annotate(key=Cast("pk", CharField())).values("key")
    events = AuditEvent.objects.filter(subject_type="protocols.dataflow", at__gt=since, subject_id__in=keys)
    return events.exclude(person_id=reader.person_id).order_by().values("subject_id").distinct().count()
