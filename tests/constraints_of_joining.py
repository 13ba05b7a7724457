"""How to break each constraint of requests to join and of objections; `w` is the world of test_constraints."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from protocols.models import JoinRequest, Objection
from tests.constraints_of_reviews import twice

NOW = timezone.now()


def request(w: Any, **values: object) -> JoinRequest:
    """A request that nobody has answered."""
    given = {"version": w.version, "partner": w.partner, "reason": "A", "asked_by": w.dpo, "nonce": uuid4()}
    made = JoinRequest(**{**given, **values})
    made.save()
    return made


def objections(w: Any, count: int = 1, **values: object) -> None:
    """Objections of one party to one instrument."""
    instrument = w.add_instrument(1)
    for _ in range(count):
        given = {"instrument": instrument, "party": w.party, "reason": "A", "made_by": w.dpo}
        Objection(**{**given, **values}).save()


OF_JOINING: dict[str, Callable[[Any], object]] = {
    "one_waiting_request_of_a_partner": lambda w: twice(lambda: request(w)),
    "a_request_begun_has_its_accession": lambda w: request(w, state="begun"),
    "a_request_refused_says_why": lambda w: request(w, state="refused"),
    "one_open_objection_of_a_party": lambda w: objections(w, 2),
    "an_objection_answered_says_by_whom": lambda w: objections(w, state="withdrawn"),
    "an_objection_overruled_has_its_authority": lambda w: objections(
        w, state="overruled", answered_at=NOW, answered_by=w.officer
    ),
}
