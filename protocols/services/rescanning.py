"""Looking through words again after the rules of `portal.personal_data` changed."""

from portal.audit.acts import SYSTEM, act
from portal.scanning import Scanned
from protocols.models import Comment, DataFlow, Section

HOLDING: tuple[type[Scanned], ...] = (Section, DataFlow, Comment)


def scan_words() -> int:
    """Look through every clause, flow and comment; how many kept something else before. A second time changes none."""
    changed = 0
    with act("protocols.words.scan", by=SYSTEM) as done:
        for model in HOLDING:
            rows = [row for row in model.objects.iterator() if row.look_through()]
            for row in rows:
                row.save(update_fields=["people"])
            changed += len(rows)
        done.details["changed"] = changed
        if not changed:
            done.cancel()
    return changed
