"""Texts that were given a name, and files in which two texts are compared. Neither ever changes."""

import json
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.protocols import ProtocolVersion


class NamedText(Audited):
    """How a version read when somebody gave that text a name, such as Before consultation.

    `text` holds the content as it read (as a snapshot has it), and the rows that it was made from, so that it can be
    restored.
    """

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="named_texts")
    name = models.CharField(max_length=80)
    text = models.TextField(help_text="Canonical JSON: what it read, and the rows behind it.")
    sha256 = models.CharField(max_length=64, help_text="Of the rows: texts with the same one are the same text.")
    nonce = models.UUIDField(unique=True, help_text="Made with the form, so that a repeated post names nothing twice.")
    named_at = models.DateTimeField(default=timezone.now)
    named_by = models.CharField(max_length=250)

    class Meta:
        ordering: ClassVar = ["version", "-named_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "name"], name="text_name_once")]

    def __str__(self) -> str:
        return f"“{self.name}”"

    @property
    def spoken(self) -> str:
        """How it follows the words “the text”."""
        return str(self)

    @property
    def kept_at(self) -> datetime:
        """When the text read so."""
        return self.named_at

    @property
    def content(self) -> dict[str, Any]:
        """How it read: the protocol, parties, sections, flows and risks, as a snapshot has them."""
        content: dict[str, Any] = json.loads(self.text)["content"]
        return content

    @property
    def rows(self) -> dict[str, Any]:
        """What it was made from: the sections' rows, and the values given."""
        rows: dict[str, Any] = json.loads(self.text)["rows"]
        return rows


class RedlineFile(Audited):
    """A redline as a PDF: asked for by somebody, made in the background, the same for everybody who asks the same."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="redline_files")
    before = models.CharField(max_length=40, help_text="The key of the older side.")
    after = models.CharField(max_length=40, help_text="The key of the newer side.")
    text = models.TextField(help_text="Canonical JSON: both sides, as they read when the file was asked for.")
    sha256 = models.CharField(max_length=64, help_text="Of that text.")
    name = models.CharField(max_length=200, blank=True, help_text="The file's name in the storage; empty until made.")
    pages = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "sha256"], name="one_file_a_redline"),
            models.CheckConstraint(
                condition=Q(made_at=None, name="") | (Q(made_at__isnull=False) & ~Q(name="")),
                name="a_redline_made_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"Redline of {self.version}: {self.before} to {self.after}"

    @property
    def sides(self) -> dict[str, Any]:
        """What is compared: `before` and `after`, each with its label and content."""
        sides: dict[str, Any] = json.loads(self.text)
        return sides

    def open(self) -> "File[bytes]":
        """The file, to be read and closed by the caller."""
        return default_storage.open(self.name)
