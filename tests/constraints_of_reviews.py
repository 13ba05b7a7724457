"""How to break each constraint of reviews, incidents, adherence and summaries; `w` is the world of test_constraints."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

from django.utils import timezone

from protocols.models import Adherence, Incident, Review, ReviewReminder, StaffCount, SummaryReading

NOW = timezone.now()
TODAY = date(2026, 11, 2)
TEXTS = ("law", "partners", "flows", "incidents", "adherence", "reason")


def review(w: Any, **values: object) -> Review:
    """A review that ends in a variation."""
    given = {"version": w.version, "due_on": TODAY, "outcome": "vary", "held_by": w.officer, "nonce": uuid4()}
    made = Review(**{**dict.fromkeys(TEXTS, "A"), **given, **values})
    made.save()
    return made


def incident(w: Any, **values: object) -> Incident:
    """A breach of which nobody has decided yet."""
    given = {
        "version": w.version, "party": w.party, "number": 1, "kind": "breach", "what": "A", "happened_on": TODAY,
        "known_on": TODAY, "known_time": time(9), "recorded_by": "Dana Obi", "nonce": uuid4(),
    }  # fmt: skip
    made = Incident(**{**given, **values})
    made.save()
    return made


def statement(w: Any, **values: object) -> Adherence:
    """A statement that was asked for."""
    given = {
        "protocol": w.protocol,
        "version": w.version,
        "partner": w.partner,
        "due_on": TODAY,
        "asked_on": TODAY,
    }
    made = Adherence(**{**given, **values})
    made.save()
    return made


def reading(w: Any, **values: object) -> SummaryReading:
    """A summary that somebody was asked to read."""
    given = {"version": w.version, "person": w.user, "partner": w.partner, "role": w.dpo, "asked_at": NOW}
    made = SummaryReading(**{**given, **values})
    made.save()
    return made


def twice(make: Callable[[], object]) -> None:
    """Make it, and make it again."""
    make()
    make()


OF_REVIEWS: dict[str, Callable[[Any], object]] = {
    "one_reminder_of_a_review_a_step": lambda w: twice(
        lambda: ReviewReminder(version=w.version, review_on=TODAY, step="1 week").save()
    ),
    "a_review_has_the_dates_of_its_outcome": lambda w: review(w, outcome="end"),
    "a_review_leads_where_its_outcome_says": lambda w: review(w, instrument=w.add_instrument(1)),
    "incident_number_once": lambda w: twice(lambda: incident(w)),
    "an_incident_told_says_when": lambda w: incident(w, told="yes"),
    "a_breach_not_told_says_why": lambda w: incident(w, told="no"),
    "one_adherence_statement_a_year": lambda w: twice(lambda: statement(w)),
    "an_adherence_statement_given_is_signed": lambda w: statement(w, given_at=NOW, given_by=w.dpo),
    "a_corrected_statement_says_what_was_wrong": lambda w: statement(w, correction="It was 9."),
    "only_a_statement_given_is_replaced": lambda w: statement(w, replaced_at=NOW),
    "no_more_briefed_than_there_are_staff": lambda w: statement(w, staff_briefed=3, staff=2),
    "one_reading_of_a_summary_a_person": lambda w: twice(lambda: reading(w)),
    "a_summary_confirmed_says_of_which_text": lambda w: reading(w, confirmed_at=NOW),
    "one_count_of_staff_a_partner": lambda w: twice(
        lambda: StaffCount(version=w.version, partner=w.partner, number=3, counted_by="Helen Marsh").save()
    ),
}
