"""The reviewed law as rows: what a release knew, kept for as long as an answer may point at it."""

from typing import ClassVar

from django.db import models

from portal.audit.models import Audited


class ChecklistVersion(Audited):
    """One version of one checklist, with its whole content as it was loaded. Retired, never deleted."""

    checklist = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    can_support_approval = models.BooleanField()
    content = models.JSONField(help_text="The content file, as data.")
    sha256 = models.CharField(max_length=64)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["checklist", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "version"], name="checklist_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.checklist} {self.version}"


class GatewayRecord(Audited):
    """One gateway or bar of the library, as last synced. Retired when the files leave it out, never deleted."""

    gateway = models.CharField(max_length=60, unique=True)
    cite = models.CharField(max_length=250)
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    content = models.JSONField()
    library_version = models.CharField(max_length=20)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["gateway"]

    def __str__(self) -> str:
        return self.cite
