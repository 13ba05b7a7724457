"""Mail that was written: kept with the change that caused it, so that neither is without the other."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from portal.audit.models import Audited

# How long the job that was queued with the mail has, before a sweep looks after it.
FIRST_CHANCE = timedelta(minutes=1)


def first_due() -> datetime:
    """When a mail that was just written is first looked after by the sweep."""
    return timezone.now() + FIRST_CHANCE


class OutgoingMail(Audited):
    """One message to one mailbox."""

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When to try again: empty once it is sent or given up. While an attempt runs it keeps others off.
    due_at = models.DateTimeField(null=True, blank=True, default=first_due)
    problem = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-written_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["due_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(due_at=None), name="mail_sent_is_not_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
