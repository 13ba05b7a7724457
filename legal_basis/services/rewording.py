"""A new version of a checklist under an assessment: which of the answered steps read otherwise now."""

from legal_basis.errors import NotAllowed
from legal_basis.loader import library
from legal_basis.models import Assessment
from legal_basis.queries.rewordings import changed_steps


def bring_up_to_date(assessment: Assessment) -> tuple[str, ...]:
    """Put the new version under the row in hand, inside an act; gives the tokens of the answers set aside."""
    checklist = library().checklists.get(assessment.checklist)
    if checklist is None:
        raise NotAllowed("The checklist is no longer in use. Begin a new assessment on the current one.")
    changed = changed_steps(checklist, assessment.checklist_version)
    counting = assessment.answers.filter(set_aside=False).values_list("step", flat=True)
    fallen = tuple(token for token in counting if token.split("-")[0] in changed)
    assessment.answers.filter(step__in=fallen).update(set_aside=True)
    assessment.moved_from, assessment.checklist_version = assessment.checklist_version, checklist.version
    assessment.reworded = sorted({*assessment.reworded, *fallen})
    return fallen
