"""Close an assessment as a decision record, take the conclusion back, or withdraw it."""

from django.utils import timezone

from legal_basis.errors import NotAllowed
from legal_basis.models import Assessment
from legal_basis.queries import walk_of
from legal_basis.queries.changes import is_on_an_older_text
from legal_basis.queries.records import build_record
from legal_basis.services.evidence import mark_recorded
from legal_basis.services.opening import lock, open_again, save
from legal_basis.services.rewording import bring_up_to_date
from portal.audit.acts import ActsAs, act

UNFINISHED = "Answer every step before you conclude. The next one is {step}: {question}"
WITHDRAWN = "This assessment was withdrawn. Begin a new one."


def conclude(*, by: ActsAs, assessment: Assessment, revision: int | None = None) -> Assessment:
    """Freeze the record of a walk that has reached an end, whichever end: a refusal is a decision too.

    Concluding twice changes nothing. Raises NotAllowed while a step is still unanswered, or when the assessment
    changed after `revision`.
    """
    owner = assessment.partner_id
    with act("legal_basis.assessment.conclude", by=by, subject=assessment, organisation=owner) as done:
        locked = lock(assessment)
        if locked.status == Assessment.Status.CONCLUDED:
            done.cancel()
            return locked
        if locked.status == Assessment.Status.WITHDRAWN:
            raise NotAllowed(WITHDRAWN)
        if revision is not None and revision != locked.revision:
            raise NotAllowed(
                "Somebody changed this assessment after you opened the page. Read it again, then conclude."
            )
        walked = walk_of(locked)
        if walked.end is None:
            if walked.next is None:
                raise LookupError("A walk is at a question or at an end.")
            raise NotAllowed(UNFINISHED.format(step=walked.next.token, question=walked.next.step.question))
        now, who = timezone.now(), f"{done.by.name}, {done.by.capacity}".rstrip(", ")
        locked.record = build_record(locked, walked, concluded_at=now, concluded_by=who)
        locked.status, locked.end = Assessment.Status.CONCLUDED, walked.end.code
        locked.concluded_at, locked.concluded_by = now, who[:250]
        save(assessment, locked)
        mark_recorded(locked, [item.token for item in walked.path])
        done.details.update(end=walked.end.code, step=walked.end.step, facts_hash=locked.facts_hash)
    return assessment


def reopen(*, by: ActsAs, assessment: Assessment, reason: str = "") -> Assessment:
    """Take a conclusion back so that answers can be changed; the audit event keeps what it was.

    On an older text of the checklist it moves to the current one, and the steps that read otherwise are asked again.
    """
    owner = assessment.partner_id
    with act("legal_basis.assessment.reopen", by=by, subject=assessment, organisation=owner) as done:
        locked = lock(assessment)
        if locked.status == Assessment.Status.OPEN:
            done.cancel()
            return locked
        if locked.status == Assessment.Status.WITHDRAWN:
            raise NotAllowed(WITHDRAWN)
        done.details.update(end=locked.end, concluded_by=locked.concluded_by, reason=reason)
        open_again(locked)
        if is_on_an_older_text(locked):
            done.details["reworded"] = list(bring_up_to_date(locked))
        save(assessment, locked)
    return assessment


def withdraw(*, by: ActsAs, assessment: Assessment, reason: str = "") -> Assessment:
    """Close an assessment that is no longer wanted; its answers are kept."""
    owner = assessment.partner_id
    with act("legal_basis.assessment.withdraw", by=by, subject=assessment, organisation=owner) as done:
        locked = lock(assessment)
        if locked.status == Assessment.Status.WITHDRAWN:
            done.cancel()
            return locked
        open_again(locked)
        locked.status = Assessment.Status.WITHDRAWN
        save(assessment, locked)
        done.details["reason"] = reason
    return assessment
