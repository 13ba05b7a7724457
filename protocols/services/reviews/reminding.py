"""Reminding the owner of a review and the data protection officers: 3 months, 1 month, 1 week, and on the day."""

from datetime import date, timedelta

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.calendar import months_after
from protocols.models import ProtocolVersion, ReviewReminder
from protocols.queries.reviews import recipients_of, waiting_to_be_reviewed
from protocols.services import telling
from protocols.services.stepping import locked
from protocols.states import State

Step = ReviewReminder.Step


def step_on(review_on: date, today: date) -> ReviewReminder.Step | None:
    """The nearest step that has come by a day; None before the first."""
    steps = (
        (review_on, Step.ON_THE_DAY),
        (review_on - timedelta(days=7), Step.ONE_WEEK),
        (months_after(review_on, -1), Step.ONE_MONTH),
        (months_after(review_on, -3), Step.THREE_MONTHS),
    )
    return next((step for day, step in steps if day <= today), None)


def remind_of_reviews(today: date | None = None) -> int:
    """Remind of each review that is near; how many were reminded of. Safe to run at any time and twice.

    Where several steps have come at once, such as after the portal was off, only the nearest is told.
    """
    today = today or timezone.localdate()
    near = [(version, step_on(version.review_on, today)) for version in waiting_to_be_reviewed(today)]
    sent = set(
        ReviewReminder.objects.filter(version__in=[version for version, _ in near]).values_list(
            "version_id", "review_on", "step"
        )
    )
    due = [
        (version, step) for version, step in near if step and (version.pk, version.review_on, step.value) not in sent
    ]
    return sum(_remind(version, step, today) for version, step in due)


def _remind(version: ProtocolVersion, step: ReviewReminder.Step, today: date) -> bool:
    """Remind of one review, unless that was done or its date was moved meanwhile."""
    with act("protocols.review.remind", by=SYSTEM, subject=version, details={"step": step.value}) as reminding:
        held = locked(version)
        told = ReviewReminder.objects.filter(version=held, review_on=held.review_on, step=step)
        if held.status is not State.IN_FORCE or step_on(held.review_on, today) is not step or told.exists():
            reminding.cancel()
            return False
        ReviewReminder(version=held, review_on=held.review_on, step=step).save()
        telling.review_near(version, recipients_of(version), lapsed=held.review_on < today)
    return True
