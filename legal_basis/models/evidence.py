"""Evidence: files that show what an answer rests on, kept beside the step that they belong to."""

from typing import ClassVar
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from legal_basis.models.assessments import Assessment
from portal.audit.models import Audited
from portal.file_kinds import FileKind


class Evidence(Audited):
    """One file at one step of an assessment: its bytes, what it shows, who added it, and who took it out again.

    `step` is a step's token, as an answer's. The row stays when the file is removed; its bytes stay too once a
    concluded record names them (`recorded`). What an adviser adds is advice (`is_advice`), read by the adviser's own
    party alone. Holds no foreign key to a person, so that it outlives accounts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    step = models.CharField(max_length=12)
    name = models.CharField(max_length=150, help_text="The file's name as it was given, made fit to be shown.")
    kind = models.CharField(max_length=4, choices=[(kind.name, kind.label) for kind in FileKind])
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True, help_text="The file's name in the storage.")
    shows = models.CharField(max_length=200, help_text="What it shows.")
    is_advice = models.BooleanField(default=False)
    added_by = models.CharField(max_length=250)
    added_by_id = models.BigIntegerField(null=True)
    capacity = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(default=timezone.now)
    recorded = models.BooleanField(default=False, help_text="Whether a concluded record ever named it.")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "step", "sha256", "is_advice"],
                condition=Q(removed_at=None),
                name="one_file_once_a_step",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty"),
            models.CheckConstraint(
                condition=(Q(removed_at=None) & Q(removed_by="")) | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="evidence_removed_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} at step {self.step}"

    @property
    def file_kind(self) -> FileKind:
        """What the file is, as its content told."""
        return FileKind[self.kind]

    def open(self) -> "File[bytes]":
        """The file, to be read and closed by the caller. Raises FileNotFoundError where the storage lost it."""
        return default_storage.open(self.stored_as)
