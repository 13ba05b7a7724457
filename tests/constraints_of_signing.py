"""How to break each constraint of how a signing goes; `w` is the small world of test_constraints.py."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from protocols.models import (
    CopyTo,
    Guest,
    Instrument,
    PaperSignature,
    Signature,
    SigningPlan,
    SigningReminder,
    SigningTurn,
)

NOW = timezone.now()
DUE = date(2027, 3, 3)


def plan(w: Any, **values: object) -> SigningPlan:
    """A plan of the version there is."""
    made = SigningPlan(version=w.version, **values)
    made.save()
    return made


def instrument(w: Any) -> Instrument:
    """An instrument of the version there is."""
    made: Instrument = w.add_instrument(1)
    return made


def turns(w: Any, *numbers: int) -> None:
    """The same party's turns in one plan."""
    of = plan(w)
    for number in numbers:
        SigningTurn(plan=of, party=w.party, number=number).save()


def reminders(w: Any, party: object) -> None:
    """The same reminder twice."""
    for _ in range(2):
        SigningReminder(signing=w.signing, party=party, due_on=DUE, week=0).save()


def copies(w: Any, *emails: str, **values: object) -> None:
    """Copies named in one plan."""
    of = plan(w)
    for email in emails:
        CopyTo(plan=of, name="Sam Reed", email=email, **values).save()


def guest(w: Any, **values: object) -> Guest:
    """A guest for the party there is."""
    given = {"name": "Sam Reed", "post": "Chair", "email": "sam@b.example", "basis": "A", "code_hash": "x"}
    made = Guest(
        signing=w.signing, party=w.party, invited_by=w.dpo, token_hash=uuid4().hex, **{**given, **values}
    )  # fmt: skip
    made.save()
    return made


def paper(w: Any, **values: object) -> PaperSignature:
    """A page signed for the party there is."""
    given = {"name": "Sam Reed", "post": "Chair", "basis": "A", "signed_on": DUE, "brought_by": w.dpo}
    made = PaperSignature(
        signing=w.signing, party=w.party, sha256="0" * 64, scan=w.add_document("scan"), **{**given, **values}
    )  # fmt: skip
    made.save()
    return made


def signature(w: Any, **values: object) -> None:
    """A signature by nobody."""
    result = w.add_document("for_signing")
    given = {"name": "A", "post": "B", "basis": "C", "signed_sha256": "0" * 64}
    Signature(signing=w.signing, party=w.party, result=result, **given, **values).save()


OF_SIGNING: dict[str, Callable[[Any], object]] = {
    "one_signing_plan_a_version": lambda w: (plan(w), plan(w)),
    "one_signing_plan_an_instrument": lambda w: [plan(w, instrument=one) for one in [instrument(w)] * 2],
    "a_party_has_one_turn": lambda w: turns(w, 1, 2),
    "turns_are_counted_from_one": lambda w: turns(w, 0),
    "one_reminder_a_party_and_week_of_signing": lambda w: reminders(w, w.party),
    "one_reminder_an_officer_and_week": lambda w: reminders(w, None),
    "one_copy_an_address": lambda w: copies(w, "sam@b.example", "sam@b.example"),
    "a_copy_sent_has_its_link": lambda w: copies(w, "sam@b.example", sent_at=NOW),
    "one_open_guest_a_party": lambda w: (guest(w), guest(w)),
    "a_guest_signed_declined_or_was_withdrawn": lambda w: guest(w, used_at=NOW, withdrawn_at=NOW),
    "only_who_is_signed_in_gives_proof": lambda w: signature(w, paper=paper(w), proof="code"),
    "one_paper_signature_a_party": lambda w: (paper(w), paper(w)),
    "a_paper_signature_is_decided_once": lambda w: paper(w, accepted_at=NOW),
    "a_second_person_accepts_paper": lambda w: paper(w, accepted_at=NOW, decided_by=w.dpo),
    "a_signature_is_by_role_guest_or_paper": signature,
}
