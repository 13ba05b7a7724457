"""Mail that was written: kept with the change that caused it, so that neither is without the other."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from portal.audit.models import Audited


class OutgoingMail(Audited):
    """One message to one mailbox."""

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-written_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["sent_at", "written_at"])]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
