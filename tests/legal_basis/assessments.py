"""Assessments for tests: a partner, somebody to act, and a driver that answers through the service."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from legal_basis.engine import Response, Walk
from legal_basis.models import Assessment
from legal_basis.queries import walk_of
from legal_basis.services import answer_step, open_assessment
from portal.audit.acts import SYSTEM, Actor, act
from tests.legal_basis.walks import facts_of, fill

DANA = Actor(name="Dana Obi", capacity="contributor, Wigan Council", person_id=7)
SAM = Actor(name="Sam Lee", capacity="legal adviser, Wigan Council", person_id=8)


def partner() -> Any:
    """A council on the books."""
    made = apps.get_model("partners.Partner")(
        legal_name="Wigan Borough Council", short_name="Wigan Council", slug="wigan", kind="council"
    )
    with act("tests.partner", by=SYSTEM):
        made.save()
    return made


def opened(**changes: object) -> Assessment:
    """An open assessment on case data."""
    return open_assessment(by=DANA, partner=partner(), facts=facts_of(**changes))


def give(assessment: Assessment, response: Response, **more: Any) -> Walk:
    """Answer through the service."""
    return answer_step(
        by=DANA,
        assessment=assessment,
        step=response.step,
        answer=response.answer,
        reason=response.reason,
        gateways=response.gateways,
        choices=response.choices,
        **more,
    )


def answer_to(assessment: Assessment, token: str = "", wanted: dict[str, str] | None = None) -> Walk:
    """Answer the first open option (or the wanted one) of each step, up to a token or to the end."""
    wanted = {"C1.3": "no_duty", **(wanted or {})}
    walked = walk_of(assessment)
    while walked.next is not None and walked.next.token != token:
        question = walked.next
        option = question.option(wanted.get(question.token, question.options[0].answer.key))
        assert option is not None
        give(assessment, fill(question, option))
        walked = walk_of(assessment)
    return walked
