"""Answer one step of an assessment."""

from collections.abc import Sequence

from django.utils import timezone

from legal_basis.engine import Question, Response, Walk, refusal, walk
from legal_basis.errors import AnswerRefused, NotAllowed, StaleAnswer
from legal_basis.models import Answer, Assessment
from legal_basis.queries import question_at, responses_of, walk_of
from legal_basis.services.drawing import where_from
from legal_basis.services.opening import lock, save, set_aside, with_dropped
from portal.audit.acts import Act, ActsAs, act

CLOSED = "This assessment is closed. Open it again before you change an answer."
CHANGED = (
    "Somebody changed this assessment after you opened the page. Compare their answer with yours, then answer again."
)


def answer_step(
    *,
    by: ActsAs,
    assessment: Assessment,
    step: str,
    answer: str,
    reason: str = "",
    gateways: Sequence[str] = (),
    choices: Sequence[str] = (),
    revision: int | None = None,
    taken_from: str = "",
) -> Walk:
    """Record an answer to the next step, or another answer to one already taken.

    `step` is the step's token; `revision` the one that the page was opened on; `taken_from` the name of the assessment
    that this one draws on, where its answer is confirmed here. Later answers that no longer follow
    are set aside and named in the walk's `dropped`. The same answer twice is one answer and one event. Raises
    AnswerRefused (wrong step, a closed option, a reason owed), StaleAnswer (somebody else was first), NotAllowed.
    """
    response = Response(step, answer, reason.strip(), tuple(gateways), tuple(choices))
    details = {"step": step, "answer": answer}
    owner = assessment.partner_id
    with act("legal_basis.assessment.answer", by=by, subject=assessment, organisation=owner, details=details) as done:
        locked = lock(assessment)
        walked = walk_of(locked)
        if _is_repeat(walked, response):
            done.cancel()
            return walked
        if not locked.is_open:
            raise NotAllowed(CLOSED)
        _refuse_stale(locked, response, revision)
        _refuse(walked, response)
        source = where_from(locked, response, taken_from) if taken_from else {}
        fallen = _put(locked, walked, response, done, source)
        save(assessment, locked)
    return with_dropped(walk_of(assessment), fallen)


def _is_repeat(walked: Walk, response: Response) -> bool:
    taken = walked.taken(response.step)
    return taken is not None and taken.response == response


def _refuse_stale(assessment: Assessment, response: Response, revision: int | None) -> None:
    if revision is None or revision == assessment.revision:
        return
    theirs = assessment.answers.filter(step=response.step, set_aside=False).first()
    raise StaleAnswer(
        CHANGED,
        theirs={"answer": theirs.key, "reason": theirs.reason, "by": theirs.answered_by} if theirs else {},
        yours={"answer": response.answer, "reason": response.reason},
    )


def _refuse(walked: Walk, response: Response) -> None:
    question: Question | None = question_at(walked, response.step)
    if question is None:
        ahead = walked.next.token if walked.next else ""
        what = f"Answer step {ahead} first." if ahead else "The checklist has ended. Change an earlier answer instead."
        raise AnswerRefused(f"Step {response.step} cannot be answered yet. {what}")
    fault = refusal(question, response)
    if fault is not None:
        raise AnswerRefused(fault.sentence, field=fault.field)


def _put(assessment: Assessment, walked: Walk, response: Response, done: Act, source: dict[str, object]) -> list[str]:
    """Store the answer and set aside those that no longer follow; gives their tokens."""
    others = [given for given in responses_of(assessment) if given.step != response.step]
    after = walk(walked.checklist, assessment.facts, [*others, response])
    fallen = sorted(token for token in after.dropped if token != response.step)
    assessment.reworded = [token for token in assessment.reworded if token != response.step]
    if after.next is not None and after.next.token in assessment.reworded:
        fallen = [token for token in fallen if token in after.refused]  # the others are met once it is answered anew
    actor = done.by
    Answer.objects.update_or_create(
        assessment=assessment,
        step=response.step,
        defaults={
            "key": response.answer,
            "reason": response.reason,
            "choices": list(response.choices),
            "gateways": list(response.gateways),
            "answered_by": actor.name,
            "answered_by_id": actor.person_id,
            "capacity": actor.capacity,
            "at": timezone.now(),
            "set_aside": False,
            "taken_from": source,
        },
    )
    set_aside(assessment, fallen)
    done.details["set_aside"] = fallen
    if source:
        done.details["taken_from"] = source
    return fallen
