"""Who has read the plain summary of an agreement in force, and how many without an account were briefed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.protocols import ProtocolVersion


class SummaryReading(Audited):
    """That one person was asked to read a version's plain summary, for a partner, and when they confirmed it.

    `sha256` is of the signed text that the summary was made from.
    """

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="summary_readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="summary_readings")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="summary_readings")
    role = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="summary_readings")
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["version", "partner__short_name", "person__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "person", "partner"], name="one_reading_of_a_summary_a_person"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, asked_at__isnull=False)
                | (Q(confirmed_at__isnull=False) & ~Q(sha256="")),
                name="a_summary_confirmed_says_of_which_text",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person.name} on {self.version}"


class StaffCount(Audited):
    """How many of a partner's people without an account were briefed on a version, as its contact counted them."""

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="staff_counts")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="staff_counts")
    number = models.PositiveIntegerField()
    how = models.CharField(max_length=200, blank=True, help_text="How they were briefed.")
    counted_by = models.CharField(max_length=250, help_text="Who, in which role, of which body, as text.")
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["version", "partner__short_name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "partner"], name="one_count_of_staff_a_partner")
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.partner}"
