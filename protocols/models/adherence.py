"""The yearly statement of each partner on how it kept to an agreement."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from partners.roles import RoleKind
from portal.audit.models import Audited
from protocols.models.protocols import Protocol, ProtocolVersion

KEEPERS = frozenset({RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO})
"""Who, at a party, states how it keeps to an agreement and records what went wrong."""


class Adherence(Audited):
    """One partner's statement for one year of a protocol: asked for on the anniversary, empty until it is given.

    Once given it never changes: what was wrong is put right by another, and the first is kept.

    `undertakings` lists each undertaking as it was asked: its words, whether it was kept, and why not wholly.
    """

    class Kept(models.TextChoices):
        """Whether an undertaking was kept."""

        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    class Publications(models.TextChoices):
        """Whether shared data was published, and whether its source was asked."""

        NONE = "none", "Nothing was published from it"
        CONSULTED = "consulted", "It was used, and its source was consulted each time"
        NOT_CONSULTED = "not_consulted", "It was used, and its source was not always consulted"

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="adherence")
    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="adherence")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="adherence")
    due_on = models.DateField(help_text="The anniversary that ends the year.")
    asked_on = models.DateField(help_text="When it was last asked for.")
    undertakings = models.JSONField(default=list, blank=True)
    staff_briefed = models.PositiveIntegerField(null=True, blank=True)
    staff = models.PositiveIntegerField(null=True, blank=True, help_text="How many handle the shared data.")
    incidents = models.TextField(blank=True)
    data_quality = models.TextField(blank=True)
    publications = models.CharField(max_length=13, choices=Publications.choices, blank=True)
    publications_note = models.TextField(blank=True)
    signed_name = models.CharField(max_length=120, blank=True)
    signed_post = models.CharField(max_length=120, blank=True)
    given_by = models.ForeignKey(
        "partners.Role", on_delete=models.PROTECT, related_name="adherence", null=True, blank=True
    )
    given_at = models.DateTimeField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True, blank=True,
        help_text="The statement in whose place it was given; that one is kept.",
    )  # fmt: skip
    correction = models.TextField(blank=True, help_text="What was wrong with the one that it corrects.")
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="When another was given in its place.")

    class Meta:
        ordering: ClassVar = ["-due_on", "partner__short_name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["protocol", "partner", "due_on"],
                condition=Q(replaced_at=None),
                name="one_adherence_statement_a_year",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, correction="") | (Q(corrects__isnull=False) & ~Q(correction="")),
                name="a_corrected_statement_says_what_was_wrong",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(given_at__isnull=False), name="only_a_statement_given_is_replaced"
            ),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None, signed_name="")
                | (Q(given_at__isnull=False, given_by__isnull=False) & ~Q(signed_name="")),
                name="an_adherence_statement_given_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(staff_briefed=None, staff=None) | Q(staff_briefed__lte=F("staff")),
                name="no_more_briefed_than_there_are_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"Adherence statement of {self.partner}"

    @property
    def is_given(self) -> bool:
        """Whether it has been given."""
        return self.given_at is not None

    @property
    def not_kept(self) -> list[dict[str, str]]:
        """The undertakings that were not wholly kept."""
        return [one for one in self.undertakings if one["kept"] != self.Kept.YES]
