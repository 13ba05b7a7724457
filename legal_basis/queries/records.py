"""The decision record of an assessment: each step, answer, reason, law, who and when, as plain data."""

from datetime import datetime
from typing import Any, cast

from django.utils import timezone

from legal_basis.engine import Walk
from legal_basis.models import Advice, Answer, Assessment, Evidence
from legal_basis.queries.assessments import walk_of
from legal_basis.queries.evidence import standing_evidence, told_at


def record_of(assessment: Assessment) -> dict[str, object]:
    """The record: frozen once concluded, otherwise as the assessment stands now.

    Keys: checklist, end, stop, concluded_on, concluded_by, steps (id, stage, question, answer, reason, laws,
    sources, gk, automatic, by, on, taken_from, advice), flags, gateways, limits, facts, facts_hash,
    can_support_approval.
    """
    if assessment.status == Assessment.Status.CONCLUDED and assessment.record is not None:
        return dict(assessment.record)
    return build_record(assessment, walk_of(assessment))


def build_record(
    assessment: Assessment, walked: Walk, *, concluded_at: datetime | None = None, concluded_by: str = ""
) -> dict[str, object]:
    """The record of a walk, with who answered what and when."""
    plain = walked.to_dict()
    answers = {answer.step: answer for answer in assessment.answers.all() if not answer.set_aside}
    advice, held = list(assessment.advice.all()), standing_evidence(assessment)
    steps = cast(list[Any], plain["steps"])
    return {
        "checklist": plain["checklist"],
        "can_support_approval": plain["can_support_approval"],
        "end": walked.end.code if walked.end else "",
        "stop": plain["end"],
        "concluded_on": concluded_at.isoformat() if concluded_at else None,
        "concluded_by": concluded_by,
        "steps": [_signed(step, answers.get(step["id"]), advice, held) for step in steps],
        "flags": plain["flags"],
        "gateways": plain["gateways"],
        "limits": plain["limits"],
        "facts": assessment.facts,
        "facts_hash": assessment.facts_hash,
    }


def _signed(
    step: dict[str, object], answer: Answer | None, advice: list[Advice], held: list[Evidence]
) -> dict[str, object]:
    """A step with the person who answered it, and the advice and evidence on it; the facts answer an automatic one."""
    return {
        **step,
        "by": answer.answered_by if answer else "",
        "capacity": answer.capacity if answer else "",
        "on": timezone.localtime(answer.at).date().isoformat() if answer else "",
        "taken_from": answer.taken_from if answer else {},
        "advice": [
            {"opinion": item.get_opinion_display(), "text": item.text, "by": item.advised_by, "capacity": item.capacity}
            for item in advice
            if item.step == step["id"]
        ],
        "evidence": told_at(step["id"], held),
    }
