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
    def spoken_whole(self) -> str:
        """The submission with its version, as it stands inside a sentence; of an instrument, an earlier text of it."""
        if self.instrument is not None:
            return f"an earlier text of {str(self.instrument.get_kind_display()).lower()} {self.instrument.number}"
        return f"submission {self.number} of version {self.version.number}"

    @property
    def kept_at(self) -> datetime:
        """When the text read so."""
        return self.created_at


class Decision(Audited):
    """One approver's decision for one party on one snapshot; asked for first, then given, or carried over.

    `news` and `risk_words` are told when it is asked for, from the frozen content, and so stay true of it. Advice
    against is answered by the party's accountable person: the data protection officer advises, the controller decides
    (UK GDPR Arts 24, 38 and 39).
    """

    class Outcome(models.TextChoices):
        """What was decided."""

        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        CONDITIONS = "conditions", "Approved with conditions"
        CHANGES = "changes", "Changes asked for"
        AGAINST = "against", "Advised against"
        FOLLOWED = "followed", "Advised against, and followed"
        NOT_FOLLOWED = "not_followed", "Advised against, and not followed"
        LAPSED = "lapsed", "No longer needed"

    class Risk(models.IntegerChoices):
        """How much there is to weigh in it."""

        LOWER = 0, "Lower"
        MEDIUM = 1, "Medium"
        HIGH = 2, "High"

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
    news = models.TextField(blank=True, help_text="What is new to this approver, and why it was carried over or not.")
    risk = models.PositiveSmallIntegerField(choices=Risk.choices, default=Risk.LOWER)
    risk_words = models.TextField(blank=True, help_text="Why the risk is what it is.")
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="carried_to", null=True, blank=True,
        help_text="The earlier approval that stands, because nothing that it covers has changed.",
    )  # fmt: skip
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When the party answered advice against.")
    answered_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.TextField(blank=True, help_text="Why the advice is not followed.")

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "party", "kind"], name="one_decision_a_party_and_post"),
            models.CheckConstraint(
                condition=Q(outcome__in=["waiting", "lapsed"], decided_at=None, decided_by=None)
                | Q(
                    outcome__in=["approved", "conditions", "changes", "against", "followed", "not_followed"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="a_decision_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["waiting", "lapsed", "approved"]) | ~Q(text=""),
                name="conditions_and_changes_have_reasons",
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome__in=["followed", "not_followed"], answered_at__isnull=False, answered_by__isnull=False)
                    | (~Q(outcome__in=["followed", "not_followed"]) & Q(answered_at=None, answered_by=None))
                ),
                name="advice_answered_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_followed") | ~Q(answer=""), name="advice_not_followed_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(carried_from=None) | Q(outcome__in=["approved", "conditions"]),
                name="only_an_approval_is_carried_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} for {self.party}"

    @property
    def kind_label(self) -> str:
        """The post that decides, as it stands inside a sentence."""
        return RoleKind(self.kind).label


class Pinned(Audited):
    """Something said of a place in a frozen text: a clause, a data flow, a step of a legal record, or none.

    `target` is the clause's identifier, the flow's number, or the step's party, first flow and name; `label` names the
    place in words, as it was when it was pinned.
    """

    class Place(models.TextChoices):
        """What kind of place it is about."""

        WHOLE = "", "The whole"
        SECTION = "section", "Clause"
        FLOW = "flow", "Data flow"
        STEP = "step", "Step of a legal record"

    place = models.CharField(max_length=8, choices=Place.choices, default=Place.WHOLE, blank=True)
    target = models.CharField(max_length=160, blank=True)
    label = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        abstract = True


class DecisionPin(Pinned):
    """A reason pinned to the clause, flow or step that it is about."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="pins")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(place="") & ~Q(target=""), name="a_pin_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.target}: {self.text[:60]}"


class Condition(Pinned):
    """One condition on which a party approved: open until it is met, or waived by the post that set it."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Open"
        PROPOSED = "proposed", "Said to be met"
        MET = "met", "Met"
        WAIVED = "waived", "Waived"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    number = models.PositiveIntegerField(help_text="Counted within the decision.")
    due_on = models.DateField(null=True, blank=True, help_text="The day by which it is to be met.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    evidence = models.TextField(blank=True, help_text="How it is said to be met.")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was waived, found met, or not found met yet.")

    class Meta:
        ordering: ClassVar = ["decision", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "number"], name="condition_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed"], closed_at=None, closed_by=None)
                | Q(state__in=["met", "waived"], closed_at__isnull=False, closed_by__isnull=False),
                name="a_condition_closed_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="waived") | ~Q(reason=""), name="a_condition_waived_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed")
                | (~Q(evidence="") & Q(proposed_at__isnull=False, proposed_by__isnull=False)),
                name="a_condition_said_to_be_met_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"Condition {self.number} of {self.decision.party}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be met."""
        return self.state in (self.State.OPEN, self.State.PROPOSED)

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and it is not met."""
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()
