"""A flow as the law asks about it: who gives it to whom, and what the facts of a checklist are read from."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from portal.preparing import prepared
from protocols.models import DataFlow

FACTS = ("identifiability", "kinds", "regime", "control", "research", "collected_on_consent", "leaves_uk",
         "small_numbers_method")  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedFlow:
    """A flow without its words, so that hundreds are read in a moment."""

    pk: int
    version_id: int
    number: int
    title: str
    sender_id: int
    is_refused: bool
    recipient_ids: Collection[int]
    identifiability: str
    kinds: Sequence[str]
    regime: str
    control: str
    research: bool
    collected_on_consent: bool
    leaves_uk: bool
    small_numbers_method: str = ""

    def __str__(self) -> str:
        return f"Flow {self.number}: {self.title}"


Flow = DataFlow | StatedFlow
"""What is asked of a flow for the law: a row of the database answers it, and so does a flow that is only stated."""


def stated_flows(versions: Iterable[int]) -> list[StatedFlow]:
    """The flows of versions, refused ones too, by version and number: one query, however many."""
    return _stated(_rows(version__in=list(versions)))


def stated_flows_of(version_id: int) -> list[StatedFlow]:
    """The flows of one version, refused ones too, by number; one query."""
    return _stated(_rows_of(version_id))


@prepared
def _rows_of(version_id: int) -> QuerySet[DataFlow, tuple[Any, ...]]:
    return _rows(version=version_id)


def _rows(**where: object) -> QuerySet[DataFlow, tuple[Any, ...]]:
    """Each flow once for each party that receives it, or once alone."""
    rows = DataFlow.objects.filter(**where).order_by("version_id", "number", "pk", "recipients")
    return rows.values_list("pk", "recipients", "version_id", "number", "title", "sender_id", "refused_at", *FACTS)


def _stated(rows: Iterable[tuple[Any, ...]]) -> list[StatedFlow]:
    flows: dict[int, tuple[list[int], tuple[Any, ...]]] = {}
    for pk, recipient, *told in rows:
        recipients, _ = flows.setdefault(pk, ([], tuple(told)))
        if recipient is not None:
            recipients.append(recipient)
    return [
        StatedFlow(pk, version, number, title, sender, refused_at is not None, recipients, *facts)
        for pk, (recipients, (version, number, title, sender, refused_at, *facts)) in flows.items()
    ]
