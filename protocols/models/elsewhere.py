"""Agreements that were made elsewhere: read from a register, never drafted, approved or signed here."""

from datetime import date
from functools import cached_property
from typing import ClassVar
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.loader.elsewhere.bodies import Mention
from protocols.loader.elsewhere.columns import COLUMNS, RETENTION, column_of
from protocols.loader.elsewhere.days import span_of


class Agreement(Audited):
    """An agreement made elsewhere: its row as it was given, and what could be read from it.

    `key` tells it again when the file is read a second time: its number in the register or, without one, its row.
    `raw` is the row itself, as pairs of heading and cell. `gateway` is the id of an entry of the law library, and
    `review_on` a day; the `..._set` fields say that an officer chose them, so that a later reading leaves them alone.
    """

    partnership = models.ForeignKey("partners.Partnership", on_delete=models.PROTECT, related_name="agreements")
    register = models.CharField(max_length=120, help_text="The register that it was read from.")
    key = models.CharField(max_length=150)
    reference = models.CharField(max_length=100, blank=True, help_text="Its number in that register.")
    title = models.CharField(max_length=300)
    raw = models.JSONField(help_text="The row as it was given: pairs of heading and cell.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what the row says.")
    doubts = models.JSONField(default=list, blank=True, help_text="What was doubtful: pairs of column and sentence.")
    gateway = models.CharField(max_length=60, blank=True)
    gateway_set = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    review_set = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)
    file_name = models.CharField(max_length=200, blank=True, help_text="Empty where it was entered by hand.")
    line = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every change, so that none goes unseen.")
    imported_at = models.DateTimeField(default=timezone.now)
    imported_by = models.CharField(max_length=250)

    class Meta:
        ordering: ClassVar = ["register", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "register", "key"], name="one_agreement_per_register_entry"),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "review_on"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.register}{f', number {self.reference}' if self.reference else ''})"

    @cached_property
    def cells(self) -> dict[str, str]:
        """The row by column: known ones by their key, others by their heading."""
        return {column_of(heading) or heading: cell for heading, cell in reversed(self.raw)}

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """The eighteen fields in order: key, label, and the cell as it was given (a retention period in words)."""
        cells = {**self.cells, RETENTION: span_of(self.cells.get(RETENTION, ""))[0]}
        return [(column.key, column.label, cells.get(column.key, "")) for column in COLUMNS]

    @property
    def others(self) -> list[tuple[str, str]]:
        """What the row has beyond the eighteen fields."""
        return [(heading, cell) for heading, cell in self.raw if not column_of(heading)]

    @property
    def names(self) -> list[str]:
        """The bodies, each once, by partner or as written; entries of lists that nobody matched come last."""
        named = {str(one.body.partner or one.body): one.body.is_bare_entry for one in self.bodies.all()}
        return sorted(named, key=lambda name: named[name])

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody entered it in the form, rather than from a file."""
        return not self.file_name

    def has_ended(self, on: date | None = None) -> bool:
        """Whether its end has passed on a day (today by default)."""
        return self.ends_on is not None and self.ends_on < (on or timezone.localdate())


class NamedBody(Audited):
    """A body as registers write it, once in a partnership: a text and, where it is known which is meant, a partner.

    Whoever matches it matches it for every agreement that has the same text. `kept_as_text` says that somebody looked
    and left it, so that it is not offered again.
    """

    partnership = models.ForeignKey("partners.Partnership", on_delete=models.PROTECT, related_name="named_bodies")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=300, help_text="The spelling under which two texts are the same.")
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="named_as", null=True, blank=True
    )
    kept_as_text = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["text", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "key"], name="one_named_body_per_text"),
            models.CheckConstraint(
                condition=Q(partner=None) | Q(kept_as_text=False), name="a_matched_body_is_not_kept_as_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_bare_entry(self) -> bool:
        """Whether it is an entry of a list, and nobody knows of which body."""
        return self.partner_id is None and Mention(self.text).entry is not None


class AgreementBody(Audited):
    """A body that an agreement names, as controller or processor, in the order of its row."""

    class Part(models.TextChoices):
        """What the body is in the sharing."""

        CONTROLLER = "controller", "Controller"
        PROCESSOR = "processor", "Processor"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="bodies")
    body = models.ForeignKey(NamedBody, on_delete=models.PROTECT, related_name="mentions")
    part = models.CharField(max_length=10, choices=Part.choices)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["agreement", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "part", "body"], name="a_body_is_named_once_in_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.get_part_display().lower()}"


class AgreementFile(Audited):
    """A scanned or signed PDF of an agreement made elsewhere. The portal did not make it and vouches for nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=200, help_text="What the file is, such as Signed copy of March 2019.")
    name = models.CharField(max_length=200, help_text="The file's name in the storage.")
    given_name = models.CharField(max_length=200, help_text="The name that it came under.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    pages = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=250)

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "sha256"], name="a_file_is_attached_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def open(self) -> "File[bytes]":
        """The file, to be read and closed by the caller."""
        return default_storage.open(self.name)


class AgreementUpload(Audited):
    """A register that was uploaded, kept between its dry run and the officer's word; then only what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey("partners.Partnership", on_delete=models.PROTECT, related_name="agreement_uploads")
    register = models.CharField(max_length=120)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file; emptied once it is imported.")
    uploaded_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="How many rows had which outcome.")

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(content=b""), name="an_imported_file_is_not_kept"),
        ]

    def __str__(self) -> str:
        return self.file_name
