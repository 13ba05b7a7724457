"""Move an open assessment to the version of its checklist that this release carries, step by step by id."""

from collections.abc import Iterator

from legal_basis.errors import NotAllowed
from legal_basis.loader import library
from legal_basis.models import Assessment
from legal_basis.queries.changes import is_on_an_older_text
from legal_basis.services.opening import lock, save
from legal_basis.services.rewording import bring_up_to_date
from portal.audit.acts import SYSTEM, ActsAs, act

CONCLUDED = "A concluded assessment keeps the text that it was answered on. Open it again first."


def move_to_current(*, by: ActsAs, assessment: Assessment) -> tuple[str, ...]:
    """Put the new version under an open assessment; gives the steps that read otherwise now and were answered.

    Those answers are set aside, with their words kept to be offered again, and marked until they are given anew. All
    others stand. On the current version nothing happens. Raises NotAllowed for one that is not open.
    """
    owner = assessment.partner_id
    with act("legal_basis.assessment.move", by=by, subject=assessment, organisation=owner) as done:
        locked = lock(assessment)
        if not is_on_an_older_text(locked):
            done.cancel()
            return ()
        if not locked.is_open:
            raise NotAllowed(CONCLUDED)
        old = locked.checklist_version
        moved = bring_up_to_date(locked)
        save(assessment, locked)
        done.details.update({"from": old, "to": locked.checklist_version, "set_aside": list(moved)})
    return moved


def move_open_assessments() -> int:
    """Move every open assessment on an older text, as the portal itself; how many. A second run moves none."""
    moved = 0
    for assessment in _on_older_texts():
        move_to_current(by=SYSTEM, assessment=assessment)
        moved += 1
    return moved


def _on_older_texts() -> Iterator[Assessment]:
    found = Assessment.objects.filter(status=Assessment.Status.OPEN)
    for checklist in library().checklists.values():
        found = found.exclude(checklist=checklist.id, checklist_version=checklist.version)
    yield from found.filter(checklist__in=library().checklists).iterator(chunk_size=200)
