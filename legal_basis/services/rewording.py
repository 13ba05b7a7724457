"""A new version of a checklist under an assessment: which of the answered steps read otherwise now."""

from legal_basis.errors import NotAllowed
from legal_basis.law import Checklist
from legal_basis.law.changes import LawChange
from legal_basis.loader import changes, library
from legal_basis.models import Assessment, ChecklistVersion
from legal_basis.services.syncing import plain


def bring_up_to_date(assessment: Assessment) -> tuple[str, ...]:
    """Put the new version under the row in hand, inside an act; gives the tokens of the answers set aside."""
    checklist = library().checklists.get(assessment.checklist)
    if checklist is None:
        raise NotAllowed("The checklist is no longer in use. Begin a new assessment on the current one.")
    changed = _changed_steps(checklist, assessment.checklist_version)
    counting = assessment.answers.filter(set_aside=False).values_list("step", flat=True)
    fallen = tuple(token for token in counting if token.split("-")[0] in changed)
    assessment.answers.filter(step__in=fallen).update(set_aside=True)
    assessment.moved_from, assessment.checklist_version = assessment.checklist_version, checklist.version
    assessment.reworded = sorted({*assessment.reworded, *fallen})
    return fallen


def _changed_steps(checklist: Checklist, old: str) -> set[str]:
    """The steps that read otherwise than in an older version, or are gone; all of them where nobody knows."""
    announced = {step for change in changes() if _revises(change, checklist, old) for step in change.steps}
    row = ChecklistVersion.objects.filter(checklist=checklist.id, version=old).first()
    if row is None:
        return announced or set(checklist.by_id)
    before = {step["id"]: step for step in row.content["steps"]}
    after = {step.id: plain(step) for step in checklist.steps}
    return announced | {name for name, step in before.items() if after.get(name) != step}


def _revises(change: LawChange, checklist: Checklist, old: str) -> bool:
    return change.checklist == checklist.id and change.version > old
