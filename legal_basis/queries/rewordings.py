"""Which steps of a checklist read otherwise than in the version that an assessment was answered on."""

from legal_basis.law import Checklist
from legal_basis.law.changes import LawChange
from legal_basis.loader import changes
from legal_basis.models import ChecklistVersion
from legal_basis.queries.spelling import plain


def changed_steps(checklist: Checklist, old: str) -> set[str]:
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
