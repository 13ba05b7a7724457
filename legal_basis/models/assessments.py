"""Assessments: one party's walk of a checklist, its answers, and the advice given on it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited


class Assessment(Audited):
    """One walk of one checklist version over stated facts; concluded, it is a decision record that never changes.

    `revision` goes up with each change, so that a page opened before somebody else's answer can be told apart. One
    that was moved to a new version of its checklist says from which (`moved_from`); `reworded` holds the tokens of the
    answered steps that read otherwise since, until they are answered anew. `draws_on` is the partner's other
    assessment whose answers are put before whoever answers this one, each to be confirmed.
    """

    class Status(models.TextChoices):
        """How far the assessment has come."""

        OPEN = "open", "Under way"
        CONCLUDED = "concluded", "Concluded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="assessments")
    checklist = models.CharField(max_length=40)
    checklist_version = models.CharField(max_length=20)
    moved_from = models.CharField(max_length=20, blank=True)
    reworded = models.JSONField(default=list, blank=True)
    draws_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="drawn_on_by")
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

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.status == self.Status.OPEN


class Answer(Audited):
    """What somebody answered at one step. `step` is a step's token (C4.8, or C4.8-2 when the walk came back to it).

    An answer that no longer follows is `set_aside`: it counts for nothing, and its words are offered
    again when its step is asked again. Holds no foreign key to a person, so that it outlives accounts. `taken_from`
    says where an answer was confirmed from: the other assessment's id and name, the step, and whether it was edited.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    step = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    choices = models.JSONField(default=list)
    gateways = models.JSONField(default=list)
    answered_by = models.CharField(max_length=250)
    answered_by_id = models.BigIntegerField(null=True)
    capacity = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(default=timezone.now)
    set_aside = models.BooleanField(default=False)
    taken_from = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["assessment", "step"], name="one_answer_a_step")]
        indexes: ClassVar = [
            models.Index(
                fields=["assessment"], condition=~models.Q(gateways=[], choices=[]), name="answers_that_name_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.key}"


class Advice(Audited):
    """What a legal adviser says about one step of an assessment; the last word of each adviser on each step stands."""

    class Opinion(models.TextChoices):
        """What the adviser makes of the answer."""

        AGREES = "agrees", "Agrees"
        DISAGREES = "disagrees", "Disagrees"
        NEEDS_MORE = "needs_more", "Needs more"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="advice")
    step = models.CharField(max_length=12)
    opinion = models.CharField(max_length=10, choices=Opinion.choices)
    text = models.TextField()
    advised_by = models.CharField(max_length=250)
    advised_by_id = models.BigIntegerField(null=True)
    capacity = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "step", "advised_by_id"], name="one_advice_a_step_an_adviser")
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.opinion}"
