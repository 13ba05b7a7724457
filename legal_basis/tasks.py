"""Background work of the legal_basis room."""

from datetime import timedelta

from legal_basis.services import files
from portal.work.models import SweepTurn

A_DAY = timedelta(days=1)


def tidy_evidence() -> int:
    """Sweep, once a day: delete the files that no evidence keeps; how many."""
    if not SweepTurn.take("legal_basis.evidence.tidy", every=A_DAY):
        return 0
    return files.tidy()
