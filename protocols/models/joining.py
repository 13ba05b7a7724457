"""A partner that asks to join an agreement in force, and the parties that object to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.models import Audited
from protocols.models.instruments import Instrument
from protocols.models.protocols import Party, ProtocolVersion

BEGINNERS = frozenset({RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.SIGNATORY})
"""Who, at a partner, begins its own act after signing, or asks for it to join: not those who then decide on it."""
OBJECTORS = BEGINNERS | {RoleKind.DPO}
"""Who, at a party, objects to somebody's joining."""


class JoinRequest(Audited):
    """That a partner asks to join a version in force; the officer begins its accession, or refuses with the reason."""

    class State(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", "Waiting"
        BEGUN = "begun", "Accession begun"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken_back", "Taken back"

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="join_requests")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="join_requests")
    reason = models.TextField(help_text="Why it asks, as every party should read it.")
    asked_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="join_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    instrument = models.OneToOneField(
        Instrument, on_delete=models.PROTECT, related_name="asked_for_by", null=True, blank=True
    )
    answer = models.TextField(blank=True, help_text="Why it was refused.")
    answered_by = models.ForeignKey(
        "partners.Role", on_delete=models.PROTECT, related_name="join_requests_answered", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    nonce = models.UUIDField(unique=True, help_text="Made with the form, so that a repeated post asks once.")

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "partner"], condition=Q(state="waiting"), name="one_waiting_request_of_a_partner"
            ),
            models.CheckConstraint(
                condition=Q(state="begun", instrument__isnull=False) | (~Q(state="begun") & Q(instrument=None)),
                name="a_request_begun_has_its_accession",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="a_request_refused_says_why"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Request of {self.partner} to join {self.version}"

    @property
    def waits(self) -> bool:
        """Whether it waits for the officer."""
        return self.state == self.State.WAITING


class Objection(Audited):
    """That a party objects to an accession, with the reason. While it is open, the accession cannot be submitted.

    It ends when the objecting party withdraws it, or when the officer overrules it on a recorded authority.
    """

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", "Open"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OVERRULED = "overruled", "Overruled"

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="objections")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField(help_text="Why, as every party should read it.")
    made_by = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="objections")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, help_text="Why it was withdrawn or overruled.")
    authority = models.TextField(blank=True, help_text="By what right it was overruled.")
    answered_by = models.ForeignKey(
        "partners.Role", on_delete=models.PROTECT, related_name="objections_answered", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["instrument", "made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["instrument", "party"], condition=Q(state="open"), name="one_open_objection_of_a_party"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None)
                | (~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_objection_answered_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="overruled") | ~Q(authority=""), name="an_objection_overruled_has_its_authority"
            ),
        ]

    def __str__(self) -> str:
        return f"Objection of {self.party} to {self.instrument}"

    @property
    def is_open(self) -> bool:
        """Whether the officer has still to resolve it."""
        return self.state == self.State.OPEN
