"""How a signing goes: who signs after whom, by when, who is reminded, and who gets a copy."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.documents import Signing
from protocols.models.instruments import Instrument
from protocols.models.protocols import Party, ProtocolVersion


class SigningPlan(Audited):
    """The order and the due date that the officer chose for a version, or for an instrument; it may be made early.

    It stays when the text goes back to draft, and can be changed until every party has signed.
    """

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="signing_plans")
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="signing_plans", null=True, blank=True
    )
    due_on = models.DateField(null=True, blank=True, help_text="The day by which every party should have signed.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(instrument=None), name="one_signing_plan_a_version"
            ),
            models.UniqueConstraint(fields=["instrument"], name="one_signing_plan_an_instrument"),
        ]

    def __str__(self) -> str:
        return f"Signing plan of {self.instrument or self.version}"


class SigningTurn(Audited):
    """When a party signs: parties of the same number may sign at the same time, lower numbers before higher ones."""

    plan = models.ForeignKey(SigningPlan, on_delete=models.CASCADE, related_name="turns")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="signing_turns")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "party"], name="a_party_has_one_turn"),
            models.CheckConstraint(condition=Q(number__gte=1), name="turns_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: turn {self.number}"


class SigningReminder(Audited):
    """That somebody was reminded of a signing's due date: a party's signatories, or the officer where `party` is none.

    `week` counts weeks from the due date: -1 in the week before it, 0 from the day itself, then 1, 2 and so on.
    """

    signing = models.ForeignKey(Signing, on_delete=models.CASCADE, related_name="reminders")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    due_on = models.DateField()
    week = models.SmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["signing", "party", "due_on", "week"], name="one_reminder_a_party_and_week_of_signing"
            ),
            models.UniqueConstraint(
                fields=["signing", "due_on", "week"], condition=Q(party=None), name="one_reminder_an_officer_and_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signing}, week {self.week}"


class CopyTo(Audited):
    """Somebody who gets the signed file once all have signed: by a mailed link that serves for this and runs out.

    The link is made when the mail goes out; the database keeps its hash.
    """

    plan = models.ForeignKey(SigningPlan, on_delete=models.PROTECT, related_name="copies")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    why = models.CharField(max_length=250, blank=True, help_text="Why they need to know.")
    named_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    named_at = models.DateTimeField(default=timezone.now)
    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="copies", null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="When it was first downloaded.")

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "email"], name="one_copy_an_address"),
            models.CheckConstraint(
                condition=Q(signing=None, token_hash=None, sent_at=None, expires_at=None, fetched_at=None)
                | Q(signing__isnull=False, token_hash__isnull=False, sent_at__isnull=False, expires_at__isnull=False),
                name="a_copy_sent_has_its_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"
