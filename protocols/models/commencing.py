"""A version in force between those who have signed: when it came to be, when signing closed, and who declined."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.models.documents import Signing
from protocols.models.protocols import Party


class ComingIntoForce(Audited):
    """That a version came into force before every party had signed it, between those who had.

    `closed_at` is when signing closed, so that the seal could follow: by the last signature, on the date that the text
    names, or by an officer (`closed_by`) with a reason. Until then the parties that are left may sign.
    """

    signing = models.OneToOneField(Signing, on_delete=models.PROTECT, related_name="came_into_force")
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        help_text="The officer who closed it; none where the calendar, the last signature or the agreement's end did.",
    )  # fmt: skip
    reason = models.TextField(blank=True, help_text="Why signing closed.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, reason="", closed_by=None) | Q(closed_at__isnull=False) & ~Q(reason=""),
                name="signing_that_is_closed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signing.snapshot.version} in force between those who have signed"


class Refusal(Audited):
    """That one party declined to sign a text that comes into force between those who sign. The others go on."""

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="refusals")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="refusals")
    role = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    guest = models.OneToOneField(
        "protocols.Guest", on_delete=models.PROTECT, related_name="refusal", null=True, blank=True
    )
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signing", "party"], name="a_party_declines_once"),
            models.CheckConstraint(
                condition=Q(role__isnull=False, guest=None) | Q(role=None, guest__isnull=False),
                name="a_refusal_is_by_role_or_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} declined to sign"
