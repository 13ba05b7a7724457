"""What was approved, exactly, and by whom."""

import json
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.models import Audited
from protocols.models.protocols import Party, ProtocolVersion


class Snapshot(Audited):
    """The content of a version, frozen: canonical JSON text and its SHA-256. Never changes.

    `rows_text` are the rows that the text was made from, so that it can be put back; empty for those frozen before
    rows were kept.
    """

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="snapshots")
    instrument = models.ForeignKey(
        "protocols.Instrument", on_delete=models.PROTECT, related_name="snapshots", null=True, blank=True,
        help_text="The instrument whose text this is; none where it is the version's own.",
    )  # fmt: skip
    number = models.PositiveIntegerField()
    text = models.TextField(help_text="Canonical JSON, byte for byte what the hash covers.")
    rows_text = models.TextField(blank=True, help_text="Canonical JSON: the sections' rows, and the values given.")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When it went back to draft.")

    class Meta:
        ordering: ClassVar = ["version", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="snapshot_number_once"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(withdrawn_at=None, instrument=None), name="one_live_snapshot_a_version"
            ),
            models.UniqueConstraint(
                fields=["instrument"], condition=Q(withdrawn_at=None), name="one_live_snapshot_an_instrument"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument or self.version}, snapshot {self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """The frozen content as data."""
        content: dict[str, Any] = json.loads(self.text)
        return content

    @property
    def rows(self) -> dict[str, Any]:
        """What the text was made from: the sections' rows, and the values given."""
        rows: dict[str, Any] = json.loads(self.rows_text)
        return rows

    @property
    def name(self) -> str:
        """What people call it."""
        return f"Submission {self.number}"

    @property
    def spoken(self) -> str:
        """How it follows the words “the text”."""
        return f"of submission {self.number}"

    @property
    def kept_at(self) -> datetime:
        """When the text read so."""
        return self.created_at


class Decision(Audited):
    """One approver's decision for one party on one snapshot; asked for first, then given."""

    class Outcome(models.TextChoices):
        """What was decided."""

        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        CONDITIONS = "conditions", "Approved with conditions"
        CHANGES = "changes", "Changes asked for"
        LAPSED = "lapsed", "No longer needed"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="decisions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=30, choices=RoleKind.choices(), default=RoleKind.DPO.value)
    why_asked = models.CharField(max_length=250, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "partners.Role", on_delete=models.PROTECT, related_name="decisions", null=True, blank=True
    )
    text = models.TextField(blank=True, help_text="Reasons, or the conditions.")

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "party", "kind"], name="one_decision_a_party_and_post"),
            models.CheckConstraint(
                condition=Q(outcome__in=["waiting", "lapsed"], decided_at=None, decided_by=None)
                | Q(
                    outcome__in=["approved", "conditions", "changes"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="a_decision_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["conditions", "changes"]) | ~Q(text=""),
                name="conditions_and_changes_have_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} for {self.party}"

    @property
    def kind_label(self) -> str:
        """The post that decides, as it stands inside a sentence."""
        return RoleKind(self.kind).label


class DecisionPin(Audited):
    """A reason pinned to the section that it is about."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="pins")
    section_id = models.CharField(max_length=12)
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.text[:60]}"
