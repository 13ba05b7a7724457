"""Consultation: suggested wording, who was named in a comment, who has read what, and who was reminded."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.protocols import Party, ProtocolVersion
from protocols.models.texts import Comment, Section


class Suggestion(Audited):
    """Other wording for a clause, from somebody at a party: the officer takes it up or turns it down.

    It is written against one revision of the clause, its base, which is kept; `base_sha256` is of that body.
    """

    class State(models.TextChoices):
        """Where a suggestion stands; all but open are for good."""

        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="suggestions")
    base_revision = models.PositiveIntegerField(help_text="The revision of the clause that it was written against.")
    base_sha256 = models.CharField(max_length=64, help_text="Of the clause's body at that revision.")
    proposed = models.TextField(blank=True, help_text="Sanitised HTML: the whole clause as it would read.")
    why = models.TextField(blank=True)
    author = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="suggestions")
    suggested_by = models.CharField(max_length=250, help_text="Who, in which role, of which body, as text.")
    suggested_at = models.DateTimeField(default=timezone.now)
    late = models.BooleanField(default=False, help_text="Whether it came after the closing date of the consultation.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, help_text="The reason given; a rejection has one.")
    answered_by = models.CharField(max_length=250, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    nonce = models.UUIDField(unique=True, help_text="Made with the form, so that a repeated post adds nothing.")

    class Meta:
        ordering: ClassVar = ["suggested_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by="")
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="a_suggestion_answered_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(answer=""), name="a_suggestion_rejected_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Suggestion {self.pk} for “{self.section.title}”"

    @property
    def is_open(self) -> bool:
        """Whether it waits for the officer."""
        return self.state == self.State.OPEN


class Mention(Audited):
    """Somebody named with @ in a comment: told by mail, and in the in-tray until they have opened it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    role = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="mentions")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["comment", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "role"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.role} in comment {self.comment_id}"


class Reading(Audited):
    """What one reader has seen of a version.

    A visit begins with a look more than half an hour after the last one began. `since` is when the visit before this
    one began: what changed after it is new to the reader. `read_at` is when the reader last said to have read it.
    """

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="readings")
    since = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "looked_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "reader"], name="one_reading_a_reader")]

    def __str__(self) -> str:
        return f"{self.reader} on {self.version}"


class ConsultationReminder(Audited):
    """That a party was reminded of a closing date: once some days before it, and once on the day."""

    class When(models.TextChoices):
        """Which of the two reminders."""

        BEFORE = "before", "Some days before"
        ON_THE_DAY = "on the day", "On the day"

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="reminders")
    closes_on = models.DateField()
    when = models.CharField(max_length=10, choices=When.choices)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["party", "sent_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "closes_on", "when"], name="one_reminder_of_a_closing_date")
        ]

    def __str__(self) -> str:
        return f"{self.party}, reminded of {self.closes_on}"
