"""Who signs for a party where it is not simply its signatory: handed over, a guest, or somebody on paper."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.actors import Actor
from portal.audit.models import Audited
from protocols.models.documents import Document, Signing
from protocols.models.protocols import Party

GUEST_DAYS = 14
CODE_LASTS = timedelta(minutes=10)


class Handover(Audited):
    """That a party's signing was handed to one person, and on what authority. The latest one of a party counts.

    The person is a signatory already, or is invited to become one; until then `to` is none and `email` finds them.
    """

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="handovers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="handovers")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    to = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    basis = models.TextField(help_text="The authority on which it is handed over.")
    by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Signing for {self.party}, handed over to {self.name}"


def guest_expiry() -> datetime:
    """When a guest's link made now runs out."""
    return timezone.now() + timedelta(days=GUEST_DAYS)


class Guest(Audited):
    """Somebody without an account who may sign once, for one party, by a mailed link together with a code.

    The database keeps hashes of both. A code is good for ten minutes from when it was made. `tries` counts wrong codes
    since then, `codes` the codes made, but for those that ran out without a wrong try.
    """

    class Channel(models.TextChoices):
        """How the code reaches the guest."""

        TOLD = "told", "Read out by whoever invites"
        MAIL = "mail", "In a second mail"

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="guests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=30, blank=True)
    basis = models.TextField(help_text="The authority that the guest signs under, as whoever invites knows it.")
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.TOLD)
    invited_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(default=guest_expiry)
    code_hash = models.CharField(max_length=128)
    code_made_at = models.DateTimeField(null=True, blank=True)
    code_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the guest last asked for a code to be read out."
    )
    codes = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["invited_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["signing", "party"],
                condition=Q(used_at=None, withdrawn_at=None, declined_at=None),
                name="one_open_guest_a_party",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, withdrawn_at=None)
                | Q(used_at=None, declined_at=None)
                | Q(withdrawn_at=None, declined_at=None),
                name="a_guest_signed_declined_or_was_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, guest signatory of {self.party}"

    @property
    def is_open(self) -> bool:
        """Whether the link can still be used."""
        ended = self.used_at or self.withdrawn_at or self.declined_at
        return ended is None and self.expires_at > timezone.now()

    @property
    def code_ends_at(self) -> datetime | None:
        """Until when the code is good; None where none was made yet."""
        return self.code_made_at and self.code_made_at + CODE_LASTS

    @property
    def has_code(self) -> bool:
        """Whether there is a code that has not run out."""
        return self.code_ends_at is not None and self.code_ends_at > timezone.now()

    @property
    def asked_lately(self) -> bool:
        """Whether they have just asked for a code to be read out."""
        return self.code_asked_at is not None and self.code_asked_at + CODE_LASTS > timezone.now()

    def as_actor(self) -> Actor:
        """Who acts and how they were known, as the audit trail keeps it."""
        way = "a code read out" if self.channel == self.Channel.TOLD else "a code by a second mail"
        capacity = f"guest signatory, {self.post}, {self.party}: by a link mailed to {self.email} and {way}"
        return Actor(name=self.name, capacity=capacity, organisation_id=self.party.partner_id)


class PaperSignature(Audited):
    """A page signed in ink: who signed, when, on what authority; its scan; who handed it in and who accepted it.

    `sha256` is the fingerprint of the text that was printed. One person hands it in and another accepts it.
    """

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="papers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120)
    basis = models.TextField(help_text="The authority signed under.")
    signed_on = models.DateField(help_text="The day written on the page.")
    sha256 = models.CharField(max_length=64)
    scan = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="paper")
    brought_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was refused.")

    class Meta:
        ordering: ClassVar = ["brought_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["signing", "party"], condition=Q(refused_at=None), name="one_paper_signature_a_party"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, accepted_at=None, refused_at=None)
                | Q(decided_by__isnull=False, accepted_at__isnull=False, refused_at=None)
                | Q(decided_by__isnull=False, accepted_at=None, refused_at__isnull=False),
                name="a_paper_signature_is_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("brought_by")),
                name="a_second_person_accepts_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.party}, on paper"
