"""The evidence that an assessment holds, and how a record tells of it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from legal_basis.models import Assessment, Evidence
from portal.preparing import prepared


def standing_evidence(assessment: Assessment) -> list[Evidence]:
    """The files of an assessment that were not removed, in the order in which they were added; one query."""
    return _standing(assessment.pk)


@prepared
def _standing(assessment_id: UUID) -> QuerySet[Evidence]:
    return Evidence.objects.filter(assessment=assessment_id, removed_at=None)


def told_in_records(evidence: Evidence) -> dict[str, object]:
    """One file as a record tells of it: exactly which bytes, what they show, from whom and when."""
    return {
        "id": str(evidence.pk),
        "step": evidence.step,
        "name": evidence.name,
        "kind": evidence.file_kind.label,
        "size": evidence.size,
        "sha256": evidence.sha256,
        "shows": evidence.shows,
        "is_advice": evidence.is_advice,
        "by": evidence.added_by,
        "capacity": evidence.capacity,
        "on": timezone.localtime(evidence.at).date().isoformat(),
    }


def told_at(step: object, held: Iterable[Evidence]) -> list[dict[str, object]]:
    """The files of one step, as a record tells of them."""
    return [told_in_records(one) for one in held if one.step == step]
