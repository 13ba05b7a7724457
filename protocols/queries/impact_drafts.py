"""Gathering what a draft impact assessment says: the version as it reads now, or its frozen content once submitted."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import Count, prefetch_related_objects

from legal_basis.errors import NotAllowed
from legal_basis.queries import record_of
from protocols.facts import legal_state
from protocols.models import PartyAssessment, ProtocolVersion
from protocols.queries.decisions import live_snapshot
from protocols.queries.freezing import parts_of


def impact_content(version: ProtocolVersion) -> dict[str, Any]:
    """What `documents.impact.write_impact_draft` reads; the number of queries does not grow with the version."""
    snapshot = live_snapshot(version)
    content = snapshot.content if snapshot else asdict(parts_of(version))
    return {
        **content,
        "state": version.status.label,
        "assessments": _assessments(legal_state(version).standing_assessments),
        "consulted": _consulted(version),
    }


def _assessments(standing: Iterable[PartyAssessment]) -> list[dict[str, Any]]:
    """Each party's checklist, finished or not. One on a checklist no longer in use can only be named."""
    found = [one for one in standing if any(not flow.is_refused for flow in one.flows.all())]
    prefetch_related_objects([one.assessment for one in found], "answers", "advice")
    return [
        {
            **_record(one),
            "party": one.party.partner.slug,
            "flows": sorted(flow.number for flow in one.flows.all() if not flow.is_refused),
        }
        for one in found
    ]


def _record(one: PartyAssessment) -> dict[str, Any]:
    try:
        return record_of(one.assessment)
    except NotAllowed:
        checklist = {"title": one.assessment.checklist, "version": one.assessment.checklist_version}
        return {"checklist": checklist, "end": "", "steps": [], "limits": []}


def _consulted(version: ProtocolVersion) -> list[dict[str, Any]]:
    """How many comments came from each organisation, and how many were answered."""
    by = ("author__partner__legal_name", "author__partnership__name")
    counted = version.comments.order_by().values(*by).annotate(comments=Count("pk"), answered=Count("resolved_at"))
    rows = [
        {"who": row[by[0]] or row[by[1]], "comments": row["comments"], "answered": row["answered"]} for row in counted
    ]
    return sorted(rows, key=lambda row: str(row["who"]))
