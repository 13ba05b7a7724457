"""A legal adviser's word on one step."""

from django.utils import timezone

from legal_basis.errors import AnswerRefused
from legal_basis.models import Advice, Assessment
from legal_basis.queries import question_at, walk_of
from portal.audit.acts import ActsAs, act

ADVICE_LIMIT = 4000
"""The most characters that a piece of advice may have."""


def advise(*, by: ActsAs, assessment: Assessment, step: str, opinion: str, text: str) -> Advice:
    """Record that an adviser agrees, disagrees or needs more on a step that was answered; the last word stands.

    Advice changes no answer and no revision. Raises AnswerRefused when the step was not reached, the opinion is not
    one of the three, or no reason is given.
    """
    words = text.strip()
    if opinion not in Advice.Opinion.values:
        raise AnswerRefused("Choose whether you agree, disagree or need more.", field="opinion")
    if not words:
        raise AnswerRefused("Give your advice in words.", field="text")
    if len(words) > ADVICE_LIMIT:
        raise AnswerRefused(f"Shorten your advice to {ADVICE_LIMIT} characters. It has {len(words)}.", field="text")
    if question_at(walk_of(assessment), step) is None:
        raise AnswerRefused(f"Step {step} has not been reached, so there is nothing to advise on yet.")
    owner, details = assessment.partner_id, {"step": step, "opinion": opinion}
    with act("legal_basis.assessment.advise", by=by, subject=assessment, organisation=owner, details=details) as done:
        actor = done.by
        said = assessment.advice.filter(step=step, advised_by_id=actor.person_id).first()
        if said is not None and (said.opinion, said.text) == (opinion, words):
            done.cancel()
            return said
        given, _ = Advice.objects.update_or_create(
            assessment=assessment,
            step=step,
            advised_by_id=actor.person_id,
            defaults={
                "opinion": opinion,
                "text": words,
                "advised_by": actor.name,
                "capacity": actor.capacity,
                "at": timezone.now(),
            },
        )
    return given
