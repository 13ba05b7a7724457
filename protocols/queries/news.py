"""What changed in a version since one reader last looked at it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from partners.models import Role
from portal.audit.models import AuditEvent
from portal.preparing import prepared
from protocols.models import (
    Barrier,
    CaseEntry,
    Comment,
    DataFlow,
    PartyAssessment,
    ProtocolVersion,
    Reading,
    Risk,
    Section,
    Suggestion,
)

VISIT = timedelta(minutes=30)
"""Looks within this long of the first are one visit: what was new when it began stays new until it is over."""


@dataclass(frozen=True)
class News:
    """What others did to a version after `since`: how many there are of each. Empty where nothing was done."""

    since: datetime
    clauses: int
    flows: int
    checklists: int
    risks: int
    case: int
    comments: int
    suggestions: int
    answers: int
    changed: Sequence[Section] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in COUNTED)


COUNTED = ("clauses", "flows", "checklists", "risks", "case", "comments", "suggestions", "answers")


def compared_with(reading: Reading, now: datetime) -> datetime | None:
    """The time after which things are new to the reader; None on a first visit."""
    return reading.looked_at if now - reading.looked_at > VISIT else reading.since


def news_for(version: ProtocolVersion, reader: Role, *, named: bool = False) -> News | None:
    """What others changed since the reader last looked; None for somebody who looks for the first time.

    One query, however much changed; one more for the clauses themselves, where `named` asks for them.
    """
    reads = _news(version.pk, reader.pk, reader.person_id, _named(reader), timezone.now() - VISIT)
    found = reads[0] if reads else None
    if found is None or found["after"] is None:
        return None
    news = News(
        since=found["after"],
        case=found["entries"] + found["barriers"],
        answers=found["resolved"] + found["answered"],
        **{name: found[name] for name in ("clauses", "flows", "checklists", "risks", "comments", "suggestions")},
    )
    if not named or not news.clauses:
        return news
    return replace(news, changed=_changed(version.pk, _named(reader), news.since))


@prepared
def _news(version: int, reader: int, person: int, named: str, visit: datetime) -> QuerySet[Reading, dict[str, Any]]:
    counted = {**_acts(version, person), **_words(version, person, named)}
    readings = Reading.objects.filter(version=version, reader=reader).annotate(after=_after(visit))
    rows: QuerySet[Reading, dict[str, Any]] = readings.annotate(**counted).values("after", *counted)
    return rows


@prepared
def _changed(version: int, named: str, since: datetime) -> QuerySet[Section]:
    changed = _changed_clauses(version, named, Value(since, DateTimeField()))
    return changed.only("section_id", "title", "position", "version_id").distinct().order_by("position")


def _after(visit: datetime) -> Case:
    """What `compared_with` says of a reading, for the database; a `visit` begun before that time is over."""
    return Case(When(looked_at__lt=visit, then=F("looked_at")), default=F("since"))


def _how_many(rows: QuerySet[Any], field: str = "pk") -> Coalesce:
    """How many different ones, counted inside the query for the reading."""
    one = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(one.annotate(n=Count(field, distinct=True)).values("n")), 0)


def _acts(version: int, person: int) -> dict[str, Coalesce]:
    """How many rows of each kind, of those that there are, somebody else added or changed."""
    kinds: dict[str, QuerySet[Any]] = {
        "flows": DataFlow.objects.filter(version=version),
        "checklists": PartyAssessment.objects.filter(party__version=version),
        "risks": Risk.objects.filter(version=version),
        "entries": CaseEntry.objects.filter(version=version),
        "barriers": Barrier.objects.filter(version=version),
    }
    return {name: _how_many(_touched(rows, person), "subject_id") for name, rows in kinds.items()}


def _touched(rows: QuerySet[Any], person: int) -> QuerySet[AuditEvent]:
    """What others did to these rows since."""
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    acts = AuditEvent.objects.filter(subject_type=rows.model._meta.label_lower, subject_id__in=keys)
    return acts.filter(at__gt=OuterRef("after")).exclude(person_id=person)


def _words(version: int, person: int, named: str) -> dict[str, Coalesce]:
    """How many clauses others wrote, and what they said about them."""
    after, comments = OuterRef("after"), Comment.objects.filter(version=version)
    others = comments.exclude(author__person=person)
    suggested = Suggestion.objects.filter(section__version=version)
    by_others = suggested.exclude(author__person=person)
    return {
        "clauses": _how_many(_changed_clauses(version, named, after)),
        "comments": _how_many(others.filter(written_at__gt=after)),
        "suggestions": _how_many(by_others.filter(suggested_at__gt=after)),
        "resolved": _how_many(comments.filter(resolved_at__gt=after).exclude(resolved_by=named)),
        "answered": _how_many(suggested.filter(answered_at__gt=after).exclude(answered_by=named)),
    }


def _changed_clauses(version: int, named: str, after: OuterRef | Value) -> QuerySet[Section]:
    """The clauses that others wrote after that time, once for each time."""
    written = Q(revisions__saved_at__gt=after, revisions__number__gt=1) & ~Q(revisions__saved_by=named)
    return Section.objects.filter(written, version=version)


def _named(reader: Role) -> str:
    """The reader as records name one."""
    return str(reader)[:250]
