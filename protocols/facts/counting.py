"""How many of each thing hang on a version, counted by the database in one query."""

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.preparing import prepared
from portal.reading import once
from protocols.facts.binding import PAUSING
from protocols.models import (
    Comment,
    Condition,
    DataFlow,
    Decision,
    Instrument,
    ProtocolVersion,
    Risk,
    UnplacedText,
)
from protocols.states import State


@dataclass(frozen=True)
class Counted:
    """The flows (refused ones too), the risks, the comments, and the texts from Word that had no place.

    Of the comments also those still open, of the texts from Word also those waiting. Of what follows submission: the
    advice that live texts go on without, the conditions still open, and what paused or resumed a party's sharing.
    `newer` counts the versions in force of the overarching protocol that are newer than the one it stands under.
    """

    flows: int = 0
    risks: int = 0
    comments: int = 0
    open_comments: int = 0
    unplaced: int = 0
    waiting: int = 0
    advice: int = 0
    conditions: int = 0
    pauses: int = 0
    newer: int = 0


@once
def counted(version: ProtocolVersion) -> Counted:
    """Count them; one query, none for a version that was read `with_counts`."""
    known = counted_with(version)
    if known is not None:
        return known
    found = _counts(version.pk)
    return Counted(*found[0]) if found else Counted()


def counted_with(version: ProtocolVersion) -> Counted | None:
    """The counts of a version that was read `with_counts`, else None; no query."""
    known = hasattr(version, COLUMNS[0])
    return Counted(*(getattr(version, name) for name in COLUMNS)) if known else None


COLUMNS = [f"n_{field.name}" for field in fields(Counted)]


@prepared
def _counts(version_id: int) -> QuerySet[ProtocolVersion, tuple[int, ...]]:
    return with_counts(ProtocolVersion.objects.filter(pk=version_id)).values_list(*COLUMNS)


def with_counts(versions: QuerySet[ProtocolVersion]) -> QuerySet[ProtocolVersion]:
    """The versions with the counts of each, as they are now: for a page that is only read."""
    live, instruments = Decision.objects.filter(snapshot__withdrawn_at=None), Instrument.objects
    conditions = Condition.objects.filter(decision__snapshot__withdrawn_at=None, state__in=["open", "proposed"])
    above = {"protocol": OuterRef("parent__protocol"), "number__gt": OuterRef("parent__number")}
    newer = ProtocolVersion.objects.filter(**above, state=State.IN_FORCE.value)
    counts = {
        "flows": _count_of(DataFlow.objects.all()),
        "risks": _count_of(Risk.objects.all()),
        "comments": _count_of(Comment.objects.all()),
        "open_comments": _count_of(Comment.objects.filter(resolved_at=None)),
        "unplaced": _count_of(UnplacedText.objects.all()),
        "waiting": _count_of(UnplacedText.objects.filter(state=UnplacedText.State.WAITING)),
        "advice": _count_of(live.filter(outcome=Decision.Outcome.NOT_FOLLOWED), "snapshot__version"),
        "conditions": _count_of(conditions, "decision__snapshot__version"),
        "pauses": _count_of(instruments.filter(kind__in=PAUSING, applied_at__isnull=False)),
        "newer": _counted(newer, "protocol"),
    }
    return versions.annotate(**{f"n_{name}": one for name, one in counts.items()})


def _count_of(things: QuerySet[Any], version: str = "version") -> Coalesce:
    """How many of these hang on the version of the outer query; `version` leads from one to it."""
    return _counted(things.filter(**{version: OuterRef("pk")}), version)


def _counted(things: QuerySet[Any], all_of: str) -> Coalesce:
    """How many these are; all of them hang on one thing."""
    return Coalesce(Subquery(things.order_by().values(all_of).annotate(n=Count("pk")).values("n")), 0)
