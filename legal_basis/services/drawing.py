"""Draw on another assessment of the same partner: its answers are then offered step by step, and never copied."""

from contextlib import AbstractContextManager

from legal_basis.engine import Response
from legal_basis.errors import NotAllowed
from legal_basis.models import Assessment
from legal_basis.queries.assessments import as_response
from legal_basis.queries.drawing import may_use
from legal_basis.services.opening import lock
from portal.audit.acts import Act, ActsAs, act

CLOSED = "This assessment is closed. Open it again before you use the answers of another."
UNLIKE = "Its answers cannot be used here. Choose one that this organisation answered on the same checklist."


def draw_on(*, by: ActsAs, assessment: Assessment, source: Assessment, name: str) -> None:
    """Mark an open assessment as drawing on another of the same partner and checklist; `name` is how people know it.

    No answer changes, and no revision. The same again changes nothing. Raises NotAllowed when the assessment is not
    open, or the other is another partner's, on another checklist, withdrawn, or this one itself.
    """
    with _acting("draw_on", by, assessment) as done:
        locked = lock(assessment)
        if not locked.is_open:
            raise NotAllowed(CLOSED)
        if not _could_serve(locked, source):
            raise NotAllowed(UNLIKE)
        if locked.draws_on_id == source.pk:
            done.cancel()
            return
        done.details.update(source=str(source.pk), name=name)
        _keep(assessment, locked, source)


def stop_drawing(*, by: ActsAs, assessment: Assessment) -> None:
    """Draw on no other assessment any more; what was confirmed before stays. Done twice, it is done once."""
    with _acting("stop_drawing", by, assessment) as done:
        locked = lock(assessment)
        if locked.draws_on_id is None:
            done.cancel()
            return
        if not locked.is_open:
            raise NotAllowed(CLOSED)
        done.details["source"] = str(locked.draws_on_id)
        _keep(assessment, locked, None)


def where_from(assessment: Assessment, response: Response, name: str) -> dict[str, object]:
    """What is kept of where an answer was taken from; nothing where the one drawn on cannot be used or says else."""
    source = assessment.draws_on
    found = source.answers.filter(step=response.step, set_aside=False).first() if source else None
    if (
        source is None
        or found is None
        or found.key != response.answer
        or not may_use(assessment, source, response.step)
    ):
        return {}
    given = {"assessment": str(source.pk), "name": name, "step": response.step}
    return {**given, "edited": as_response(found) != response}


def _acting(what: str, by: ActsAs, assessment: Assessment) -> AbstractContextManager[Act]:
    return act(f"legal_basis.assessment.{what}", by=by, subject=assessment, organisation=assessment.partner_id)


def _could_serve(assessment: Assessment, source: Assessment) -> bool:
    return (
        source.pk != assessment.pk
        and source.partner_id == assessment.partner_id
        and source.checklist == assessment.checklist
        and source.status != Assessment.Status.WITHDRAWN
    )


def _keep(assessment: Assessment, locked: Assessment, source: Assessment | None) -> None:
    locked.draws_on = source
    locked.save(update_fields=["draws_on"])
    assessment.draws_on = source
