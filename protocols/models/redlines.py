"""Texts that were given a name. None of them ever changes."""

import json
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
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
