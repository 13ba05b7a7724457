"""What an assessment rests on, for a change in the law to be held against; and which answers name an entry."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from legal_basis.engine.changes import Relied, ReliedStep, Stage
from legal_basis.law import LawLibrary
from legal_basis.loader import library
from legal_basis.models import Answer, Assessment


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
    named = Q()
    for gateway in gateways:
        in_ways = Q(ways__contains=f'"{gateway}:') | Q(ways__contains=f':{gateway}"')
        named |= Q(powers__contains=f'"{gateway}"') | in_ways
    # Most answers name nothing: an index of the others says which to look into.
    stored = Answer.objects.filter(~Q(gateways=[], choices=[]), set_aside=False).annotate(
        powers=Cast("gateways", TextField()), ways=Cast("choices", TextField())
    )
    return stored.filter(named) if named else stored.none()


def is_on_an_older_text(assessment: Assessment) -> bool:
    """Whether this release carries another version of the checklist than the one it was answered on."""
    found = library().checklists.get(assessment.checklist)
    return found is None or found.version != assessment.checklist_version


def _in_ways(law: LawLibrary, answer: Answer) -> tuple[str, ...]:
    """The entries in an answer's ways through a bar; each is kept as “bar:way”, the way often being a power's id."""
    parts = (part for choice in answer.choices if ":" in choice for part in choice.split(":", 1))
    return tuple(part for part in parts if part in law.gateways)
