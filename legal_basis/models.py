"""The law as rows, and assessments: one party's walk of a checklist."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited


class Assessment(Audited):
    """One walk of one checklist version over stated facts; concluded, it is a decision record that never changes."""

    class Status(models.TextChoices):
        """How far the assessment has come."""

        OPEN = "open", "Under way"
        CONCLUDED = "concluded", "Concluded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="assessments")
    checklist = models.CharField(max_length=40)
    checklist_version = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    facts_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    end = models.CharField(max_length=14, blank=True)
    record = models.JSONField(null=True, blank=True, help_text="The walk as it was concluded.")
    revision = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(default=timezone.now)
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["opened_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="concluded") | (Q(concluded_at__isnull=False, record__isnull=False) & ~Q(end="")),
                name="a_concluded_assessment_has_its_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.checklist} by {self.partner}"
