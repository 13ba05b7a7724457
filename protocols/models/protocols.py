"""Protocols, their versions and the parties to each version."""

from functools import cache
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.sql import Query
from django.utils import timezone

from portal.audit.models import Audited, AuditedQuerySet
from portal.preparing import prepared
from portal.reading import once
from protocols.kinds import Commencement
from protocols.models.templates import TemplateVersion, Tier
from protocols.states import WORKING, State


class Protocol(Audited):
    """An agreement through its whole life; what it says is in its versions."""

    reference = models.CharField(max_length=20, unique=True, help_text="Such as GM-0007; never used again.")
    partnership = models.ForeignKey("partners.Partnership", on_delete=models.PROTECT, related_name="protocols")
    tier = models.CharField(max_length=12, choices=Tier.choices)
    theme = models.CharField(max_length=40, blank=True)
    nonce = models.UUIDField(
        default=uuid4, unique=True, help_text="Made with the form, so that a repeated post creates nothing."
    )
    created_at = models.DateTimeField(default=timezone.now)
    review_owner = models.ForeignKey(
        "partners.Role", on_delete=models.PROTECT, related_name="reviews_owned", null=True, blank=True,
        help_text="Who sees to its review; none where the officer does.",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["reference"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tier=Tier.OVERARCHING, theme="") | (Q(tier=Tier.THEMATIC) & ~Q(theme="")),
                name="thematic_protocols_have_a_theme",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["theme", "reference"], name="protocols_as_registered")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_thematic(self) -> bool:
        """Whether it stands under an overarching protocol."""
        return self.tier == Tier.THEMATIC


class ProtocolVersion(Audited):
    """One version of a protocol, from draft to its end."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    purpose = models.TextField(help_text="What it is for, in plain words.")
    state = models.CharField(max_length=14, choices=State.choices(), default=State.DRAFT.value)
    state_since = models.DateTimeField(default=timezone.now)
    template_version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="protocol_versions")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="thematic_versions", null=True, blank=True
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="copies", null=True, blank=True,
        help_text="The version of another protocol that it began from.",
    )  # fmt: skip
    officer = models.ForeignKey("partners.Role", on_delete=models.PROTECT, related_name="protocol_versions")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    consultation_closes_on = models.DateField(null=True, blank=True, help_text="The last day on which to comment.")
    commencement = models.CharField(
        max_length=6, choices=Commencement.choices(), default=Commencement.ALL.value,
        help_text="Whether it waits for every party's signature to come into force.",
    )  # fmt: skip
    signatures_needed = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many parties have to sign before it is in force between them."
    )
    signing_closes_on = models.DateField(null=True, blank=True, help_text="The last day on which a party may sign.")
    is_public = models.BooleanField("publish on the register", default=True)
    not_public_reason = models.TextField(blank=True)
    ended_reason = models.TextField(blank=True, help_text="Why it was abandoned or terminated.")
    created_at = models.DateTimeField(default=timezone.now)

    known_party: int | None = None
    """The id of a partner that the query which fetched this version found to be a party to it."""

    class Meta:
        ordering: ClassVar = ["protocol", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["protocol", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["protocol"], condition=Q(state=State.IN_FORCE.value), name="one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["protocol"],
                condition=Q(state__in=["draft", "consultation", "approval", "signing"]),
                name="one_version_under_way",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="version_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(review_on__gt=F("starts_on")), name="review_after_start"),
            models.CheckConstraint(
                condition=Q(is_public=True) | ~Q(not_public_reason=""), name="not_public_needs_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(commencement="all", signatures_needed=None, signing_closes_on=None)
                | Q(commencement="number", signatures_needed__gte=2, signing_closes_on__isnull=False)
                | Q(commencement="date", signatures_needed=None, signing_closes_on__isnull=False),
                name="coming_into_force_early_says_when_signing_closes",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "state_since"]),
            models.Index(
                fields=["protocol"],
                condition=Q(state=State.IN_FORCE.value, is_public=True),
                name="versions_on_register",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol.reference} version {self.number}"

    @property
    def status(self) -> State:
        """The state as the table knows it."""
        return State(self.state)

    @property
    def comes_into_force_early(self) -> bool:
        """Whether it comes into force between those who have signed, without waiting for the others."""
        return self.commencement != Commencement.ALL.value

    @property
    def is_working(self) -> bool:
        """Whether its text may still change."""
        return self.status in WORKING

    @once
    def all_parties(self) -> "list[Party]":
        """The parties with their partners, by name; one query."""
        parties = _parties(self.pk)
        for party in parties:
            party.version = self
        return parties


@prepared
def _parties(version_id: int) -> "models.QuerySet[Party]":
    """The parties to a version with their partners, by name."""
    return Party.objects.filter(version=version_id).select_related("partner").order_by("partner__short_name", "pk")


class BoundParties(models.Manager.from_queryset(AuditedQuerySet)):  # type: ignore[misc]
    """The parties to a version, without those whose accession is not signed yet."""

    def get_queryset(self) -> "models.QuerySet[Party]":
        """Those that are, or were, parties."""
        found: models.QuerySet[Party] = super().get_queryset()
        found.query = _bound().chain()
        return found


ARE_PARTIES = Q(joins_by=None) | Q(bound_from__isnull=False) | Q(signs_late=True)


@cache
def _bound() -> Query:
    """Which parties those are, as a query made once: a list fetched with its parties asks for it at every row."""
    return models.QuerySet(Party).filter(ARE_PARTIES).query


class Party(Audited):
    """A partner that is party to a version.

    `objects`, and a version's `parties`, leave out a partner whose accession is not signed yet; `everyone` has it too.
    """

    class ControllerRole(models.TextChoices):
        """What the party is to the data (UK GDPR Arts 4(7), 26 and 28)."""

        SEPARATE = "separate", "Separate controller"
        JOINT = "joint", "Joint controller"
        PROCESSOR = "processor", "Processor"

    INDEMNITY_POSTS: ClassVar[dict[str, str]] = {
        "section_151": "Section 151 officer",
        "legal": "Legal adviser",
    }
    """Who has to agree before a council indemnifies another body (Local Government Act 1972 s.151)."""

    version = models.ForeignKey(ProtocolVersion, on_delete=models.CASCADE, related_name="parties")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="parties")
    controller_role = models.CharField(max_length=10, choices=ControllerRole.choices, default=ControllerRole.SEPARATE)
    processor_contract = models.CharField(
        max_length=200, blank=True, help_text="The contract under which a processor acts (UK GDPR Art 28(3))."
    )
    indemnity_agreed = models.JSONField(
        default=dict,
        blank=True,
        help_text="Who agreed to an indemnity in the text, by kind of post, and the fingerprint of its words.",
    )
    accedes_to_parent = models.BooleanField(
        default=False, help_text="Signs the overarching protocol by signing this one."
    )
    joins_by = models.ForeignKey(
        "protocols.Instrument", on_delete=models.PROTECT, related_name="joining", null=True, blank=True,
        help_text="The accession by which it joins a version in force.",
    )  # fmt: skip
    signs_late = models.BooleanField(
        default=False,
        help_text="Had not signed when it came into force between those who had: bound once `bound_from` is set.",
    )
    bound_from = models.DateField(null=True, blank=True, help_text="Where it joined later: from which day on.")
    bound_until = models.DateField(null=True, blank=True, help_text="Where it left: its last day.")

    objects: ClassVar[models.Manager["Party"]] = BoundParties()  # type: ignore[assignment]
    everyone: ClassVar[models.Manager["Party"]] = models.Manager.from_queryset(AuditedQuerySet)()

    class Meta:
        ordering: ClassVar = ["partner__short_name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "partner"], name="party_once"),
            models.CheckConstraint(
                condition=Q(bound_from=None) | Q(joins_by__isnull=False) | Q(signs_late=True),
                name="only_who_joins_later_has_a_first_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partner"], condition=Q(accedes_to_parent=True), name="parties_that_accede")
        ]

    def __str__(self) -> str:
        return str(self.partner)

    @property
    def signs_text(self) -> bool:
        """Whether the version's own text names it, so that it signs that, and does not join by another document."""
        return self.joins_by_id is None or self.signs_late

    def agreed_to(self, words: str) -> list[dict[str, str]]:
        """Who agreed to the indemnity whose words have this fingerprint: name, post and day, by kind of post."""
        held = self.indemnity_agreed if words and self.indemnity_agreed.get("words") == words else {}
        return [held[kind] for kind in self.INDEMNITY_POSTS if kind in held]
