"""Short documents made after signing: a partner joins or leaves, sharing pauses, the agreement goes on or ends."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.protocols import Party, ProtocolVersion
from protocols.states import State

UNDER_WAY = [State.DRAFT.value, State.APPROVAL.value, State.SIGNING.value]


class Instrument(Audited):
    """One act on a version in force, approved and signed as its kind asks, in a document of its own.

    It leaves the signed agreement byte for byte as it was. `party` is the one that joins, leaves or pauses; `signers`
    are those who sign it; `terms` holds what only its kind has, such as what becomes of data already shared.
    """

    class Kind(models.TextChoices):
        """What it does."""

        ACCESSION = "accession", "Accession"
        WITHDRAWAL = "withdrawal", "Withdrawal"
        RENEWAL = "renewal", "Renewal"
        SUSPENSION = "suspension", "Suspension"
        RESUMPTION = "resumption", "End of a suspension"
        TERMINATION = "termination", "Termination"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="instruments")
    number = models.PositiveIntegerField(help_text="Counted within the version.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=14, choices=State.choices(), default=State.DRAFT.value)
    state_since = models.DateTimeField(default=timezone.now)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="instruments", null=True, blank=True)
    signers = models.ManyToManyField(Party, related_name="instruments_to_sign")
    effective_on = models.DateField(help_text="The day on which it takes effect, once signed.")
    objections_until = models.DateField(
        null=True, blank=True, help_text="Of an accession: the last day on which a party may object to it."
    )
    reason = models.TextField(help_text="Why, as every party should read it.")
    terms = models.JSONField(default=dict, blank=True)
    begun_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="instruments")
    begun_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True, help_text="When its effect was carried out.")
    revision = models.PositiveIntegerField(default=1)
    nonce = models.UUIDField(
        default=uuid4, unique=True, help_text="Made with the form, so that a repeated post creates nothing."
    )

    class Meta:
        ordering: ClassVar = ["version", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="instrument_number_once"),
            models.UniqueConstraint(
                fields=["version", "kind", "party"],
                condition=Q(state__in=UNDER_WAY),
                name="one_instrument_of_a_kind_for_a_party",
            ),
            models.UniqueConstraint(
                fields=["version", "kind"],
                condition=Q(state__in=UNDER_WAY, party=None),
                name="one_instrument_of_a_kind_for_all",
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(state=State.IN_FORCE.value), name="only_a_signed_instrument_is_applied"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} to {self.version}"

    @property
    def status(self) -> State:
        """The state as the table of instruments knows it."""
        return State(self.state)
