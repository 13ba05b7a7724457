"""What was done to a version, newest first, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from portal.audit.models import AuditEvent
from portal.audit.sentences import sentence
from protocols.models import Comment, DataFlow, Instrument, ProtocolVersion, Section, Suggestion


@dataclass(frozen=True)
class Happening:
    """One thing that was done: when, by whom in what capacity, and what."""

    at: datetime
    who: str
    capacity: str
    what: str


def history_of(version: ProtocolVersion) -> QuerySet[AuditEvent]:
    """Every event of the version, its clauses, flows and comments, newest first; `told` puts one in words."""
    return AuditEvent.objects.filter(_subjects(version)).order_by("-sequence")


def _subjects(version: ProtocolVersion) -> Q:
    kinds = {
        "protocols.protocolversion": [version.pk],
        "protocols.section": Section.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.dataflow": DataFlow.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.comment": Comment.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.instrument": Instrument.objects.filter(version=version).values_list("pk", flat=True),
        "protocols.suggestion": Suggestion.objects.filter(section__version=version).values_list("pk", flat=True),
    }
    found = Q()
    for kind, keys in kinds.items():
        found |= Q(subject_type=kind, subject_id__in=[str(key) for key in keys])
    return found


def told(event: AuditEvent) -> Happening:
    """One event in words."""
    return Happening(event.at, event.actor_name, event.capacity, sentence(event))
