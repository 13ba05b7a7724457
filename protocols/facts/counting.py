"""How many of each thing hang on a version, counted by the database in one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.preparing import prepared
from portal.reading import once
from protocols.models import Comment, DataFlow, ProtocolVersion, Risk, UnplacedText


@dataclass(frozen=True)
class Counted:
    """The flows (refused ones too), the risks, the comments, and the texts from Word that had no place.

    Of the comments also those still open, of the texts from Word also those waiting.
    """

    flows: int = 0
    risks: int = 0
    comments: int = 0
    open_comments: int = 0
    unplaced: int = 0
    waiting: int = 0


@once
def counted(version: ProtocolVersion) -> Counted:
    """Count them; one query."""
    found = _counts(version.pk)
    return Counted(*found[0]) if found else Counted()


@prepared
def _counts(version_id: int) -> QuerySet[ProtocolVersion, tuple[int, ...]]:
    counts = {
        "flows": _count_of(DataFlow.objects.all()),
        "risks": _count_of(Risk.objects.all()),
        "comments": _count_of(Comment.objects.all()),
        "open_comments": _count_of(Comment.objects.filter(resolved_at=None)),
        "unplaced": _count_of(UnplacedText.objects.all()),
        "waiting": _count_of(UnplacedText.objects.filter(state=UnplacedText.State.WAITING)),
    }
    rows = ProtocolVersion.objects.filter(pk=version_id).annotate(**{f"n_{name}": one for name, one in counts.items()})
    return rows.values_list(*(f"n_{name}" for name in counts))


def _count_of(things: QuerySet[Any]) -> Coalesce:
    """How many of these hang on the version of the outer query."""
    mine = things.filter(version=OuterRef("pk")).order_by().values("version")
    return Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0)
