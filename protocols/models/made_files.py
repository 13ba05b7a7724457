"""PDFs that somebody asked for, made in the background from what was frozen then."""

import json
from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.protocols import ProtocolVersion
from protocols.models.templates import Template

PATIENCE = timedelta(minutes=10)
"""How long a file may take before it can be asked for again: whatever made it has crashed by then."""


class MadeFile(Audited):
    """A PDF that is asked for, made once, and the same for everybody who asks for the same content.

    A redline and a case are of a version, a preview is of a template. `text` holds all that the file is made from, so
    it says what was there when it was asked for, however long the job takes.
    """

    class Kind(models.TextChoices):
        """What the file is."""

        REDLINE = "redline", "Redline"
        CASE = "case", "The case for it"
        PREVIEW = "preview", "Preview of a template"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="made_files", null=True, blank=True
    )
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="made_files", null=True, blank=True)
    before = models.CharField(max_length=40, blank=True, help_text="Of a redline: the key of the older side.")
    after = models.CharField(max_length=40, blank=True, help_text="Of a redline: the key of the newer side.")
    text = models.TextField(help_text="Canonical JSON: what it is made from, as that read when it was asked for.")
    sha256 = models.CharField(max_length=64, help_text="Of that text.")
    name = models.CharField(max_length=200, blank=True, help_text="The file's name in the storage; empty until made.")
    pages = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True, help_text="Why it could not be made, as a sentence.")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "sha256"], name="one_file_a_content_of_a_version"),
            models.UniqueConstraint(fields=["template", "sha256"], name="one_file_a_content_of_a_template"),
            models.CheckConstraint(
                condition=Q(made_at=None, name="") | (Q(made_at__isnull=False) & ~Q(name="")),
                name="a_file_made_is_kept",
            ),
            models.CheckConstraint(condition=Q(problem="") | Q(made_at=None), name="a_file_is_made_or_says_why_not"),
            models.CheckConstraint(
                condition=Q(kind="preview", version=None, template__isnull=False)
                | (~Q(kind="preview") & Q(version__isnull=False, template=None)),
                name="a_file_is_of_what_its_kind_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.version or self.template} as PDF"

    @property
    def content(self) -> dict[str, Any]:
        """What it is made from."""
        content: dict[str, Any] = json.loads(self.text)
        return content

    @property
    def is_made(self) -> bool:
        """Whether it can be downloaded."""
        return self.made_at is not None

    @property
    def is_waited_for(self) -> bool:
        """Whether it is being made, and has not taken longer than anything takes."""
        return not self.is_made and not self.problem and timezone.now() - self.asked_at < PATIENCE

    @property
    def sentence(self) -> str:
        """Why it has to be asked for again; nothing where it is made or being made."""
        if self.is_made or self.is_waited_for:
            return ""
        return self.problem or "The PDF was not made in time. Ask for it again."

    def open(self) -> "File[bytes]":
        """The file, to be read and closed by the caller."""
        return default_storage.open(self.name)
