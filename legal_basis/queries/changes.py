"""What an assessment rests on, for a change in the law to be held against; and which answers name an entry."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from legal_basis.engine.changes import Relied, ReliedStep, Stage
from legal_basis.law import LawLibrary
from legal_basis.loader import library
from legal_basis.models import Answer, Assessment
from portal.naming import NamesAny
from portal.statements import Statement

FEW = 1000
"""So many answers may name an entry, in the whole portal, for them to be looked at before those of anybody's own."""


def relied_by(assessment: Assessment, *, agreed: bool) -> Relied:
    """What an assessment rests on, from its answers. `agreed` where a signed agreement stands on it.

    An exception to a bar names two entries: the bar, and the power that is the exception.
    """
    law = library()
    concluded = Stage.AGREED if agreed else Stage.CONCLUDED
    return Relied(
        checklist=assessment.checklist,
        version=assessment.checklist_version,
        facts=assessment.facts,
        steps=tuple(
            ReliedStep(answer.step, timezone.localtime(answer.at).date(), (*answer.gateways, *_in_ways(law, answer)))
            for answer in assessment.answers.all()
            if not answer.set_aside
        ),
        stage=Stage.OPEN if assessment.is_open else concluded,
    )


def answers_naming(gateways: Iterable[str]) -> QuerySet[Answer]:
    """The answers that count and name any of these entries, as a power or in the way through a bar."""
    named, names = Q(), list(gateways)
    for gateway in names:
        in_ways = Q(ways__contains=f'"{gateway}:') | Q(ways__contains=f':{gateway}"')
        named |= Q(powers__contains=f'"{gateway}"') | in_ways
    # Most answers name nothing: an index of the others says which to look into.
    may = NamesAny("gateways", "choices", words=names)
    stored = Answer.objects.filter(may, ~Q(gateways=[], choices=[]), set_aside=False).annotate(
        powers=Cast("gateways", TextField()), ways=Cast("choices", TextField())
    )
    return stored.filter(named) if named else stored.none()


def assessments_naming(gateways: Iterable[str]) -> list[Any] | None:
    """The keys of the assessments with answers that name any of these entries; None where they are not soon told.

    That is so where an index tells which answers name what, and they are few. At most one query.
    """
    if connection.vendor != "postgresql":
        return None
    found = [key for (key,) in _first_naming(tuple(sorted(gateways))).rows([])]
    return list(set(found)) if len(found) <= FEW else None


@lru_cache(maxsize=16)
def _first_naming(gateways: tuple[str, ...]) -> Statement:
    return Statement(*answers_naming(gateways).order_by().values_list("assessment")[: FEW + 1].query.sql_with_params())


def is_on_an_older_text(assessment: Assessment) -> bool:
    """Whether this release carries another version of the checklist than the one it was answered on."""
    found = library().checklists.get(assessment.checklist)
    return found is None or found.version != assessment.checklist_version


def _in_ways(law: LawLibrary, answer: Answer) -> tuple[str, ...]:
    """The entries in an answer's ways through a bar; each is kept as “bar:way”, the way often being a power's id."""
    parts = (part for choice in answer.choices if ":" in choice for part in choice.split(":", 1))
    return tuple(part for part in parts if part in law.gateways)
