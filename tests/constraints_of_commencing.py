"""How to break each constraint of coming into force between those who have signed; `w` is of test_constraints.py."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from protocols.models import ComingIntoForce, Refusal

NOW = timezone.now()


def early(w: Any, **values: object) -> None:
    """A version that says only in part how it comes into force."""
    w.add_version(number=2, **{"state": "superseded", **values})


def refusals(w: Any, *, times: int = 1, **values: object) -> None:
    """The same party's refusals."""
    for _ in range(times):
        Refusal(signing=w.signing, party=w.party, reason="No.", **values).save()


OF_COMMENCING: dict[str, Callable[[Any], object]] = {
    "coming_into_force_early_says_when_signing_closes": lambda w: early(w, commencement="number", signatures_needed=2),
    "signing_that_is_closed_says_why": lambda w: ComingIntoForce(signing=w.signing, closed_at=NOW).save(),
    "a_party_declines_once": lambda w: refusals(w, times=2, role=w.dpo),
    "a_refusal_is_by_role_or_guest": refusals,
}
