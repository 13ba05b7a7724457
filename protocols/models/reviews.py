"""Reviewing an agreement in force: that people were reminded, and what the review came to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.instruments import Instrument
from protocols.models.protocols import ProtocolVersion


class Review(Audited):
    """One review of a version: what had changed since it was signed or last reviewed, and what follows.

    `due_on` is the review date that it answers. What follows is carried out by the partnership's officer: a renewal or
    a termination is an `instrument`, a variation is a `new_version`; until then both are empty.
    """

    class Outcome(models.TextChoices):
        """What the review came to."""

        RENEW = "renew", "Renew it as it is"
        VARY = "vary", "Vary it"
        END = "end", "End it"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField(help_text="The review date that it answers.")
    law = models.TextField(help_text="What changed in the law.")
    partners = models.TextField(help_text="What changed among the partners.")
    flows = models.TextField(help_text="What changed in what is shared.")
    incidents = models.TextField(help_text="What went wrong, or nearly.")
    adherence = models.TextField(help_text="How the parties kept to it.")
    outcome = models.CharField(max_length=5, choices=Outcome.choices)
    reason = models.TextField(help_text="Why this outcome.")
    next_review_on = models.DateField(null=True, blank=True, help_text="Of a renewal: when it is reviewed next.")
    ends_on = models.DateField(
        null=True, blank=True, help_text="Of a renewal: its new end, if it has one. Of an end: its last day."
    )
    terms = models.JSONField(
        default=dict, blank=True, help_text="Of an end: what becomes of data already shared, as a termination has it."
    )
    held_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="reviews")
    held_at = models.DateTimeField(default=timezone.now)
    instrument = models.OneToOneField(
        Instrument, on_delete=models.PROTECT, related_name="review", null=True, blank=True
    )  # fmt: skip
    new_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="begun_by_reviews", null=True, blank=True
    )
    nonce = models.UUIDField(unique=True, help_text="Made with the form, so that a repeated post records nothing.")

    class Meta:
        ordering: ClassVar = ["-held_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="renew", next_review_on__isnull=False)
                | Q(outcome="vary", next_review_on=None, ends_on=None)
                | Q(outcome="end", next_review_on=None, ends_on__isnull=False),
                name="a_review_has_the_dates_of_its_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="vary") & Q(instrument=None)) | (~Q(outcome="vary") & Q(new_version=None)),
                name="a_review_leads_where_its_outcome_says",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.version}"

    @property
    def is_carried_out(self) -> bool:
        """Whether what follows from it has been begun."""
        return self.instrument_id is not None or self.new_version_id is not None


class ReviewReminder(Audited):
    """That the owner and the data protection officers were reminded of a review date: once at each step."""

    class Step(models.TextChoices):
        """How near the date was."""

        THREE_MONTHS = "3 months", "3 months before"
        ONE_MONTH = "1 month", "1 month before"
        ONE_WEEK = "1 week", "1 week before"
        ON_THE_DAY = "on the day", "On the day"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="review_reminders")
    review_on = models.DateField()
    step = models.CharField(max_length=10, choices=Step.choices)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["version", "sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "review_on", "step"], name="one_reminder_of_a_review_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.version}, reminded of {self.review_on}"
