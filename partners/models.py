"""Partnerships, partners, and the people who act for them."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partners.kinds import LEGAL_FORMS, BodyFacts, BodyKind
from partners.loader.names import name_key
from partners.roles import RoleKind
from partners.states import Standing
from portal.audit.actors import Actor
from portal.audit.models import Audited, AuditedQuerySet

INVITATION_DAYS = 14


class Partnership(Audited):
    """A label under which partners meet: not a legal person, so it never decides, holds data or signs."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    prefix = models.CharField(max_length=8, unique=True, help_text="Begins each protocol's reference, such as GM.")
    area = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Partner(Audited):
    """A legal person that holds data, decides and signs."""

    Status = Standing

    legal_name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=30, choices=BodyKind.choices())
    legal_form = models.CharField(max_length=30, choices=LEGAL_FORMS, blank=True)
    ico_registration = models.CharField("ICO registration number", max_length=12, blank=True)
    address = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Standing.choices(), default=Standing.LISTED.value)
    name_key = models.CharField(max_length=250, editable=False, default="", db_index=True)
    short_key = models.CharField(max_length=120, editable=False, default="", db_index=True)
    nation = models.CharField(max_length=20, default="England")
    source = models.CharField(max_length=60, blank=True, help_text="The public register that it was read from.")
    source_code = models.CharField(max_length=60, blank=True)
    source_details = models.JSONField(default=dict, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["short_name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "source_code"], condition=~Q(source=""), name="one_partner_per_register_entry"
            ),
            models.UniqueConstraint(
                fields=["ico_registration"], condition=~Q(ico_registration=""), name="one_partner_per_ico_number"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, with the spellings under which its names are found again."""
        self.name_key, self.short_key = name_key(self.legal_name), name_key(self.short_name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_key", "short_key"}
        super().save(*args, **kwargs)

    @property
    def standing(self) -> Standing:
        """Where it stands with the portal."""
        return Standing(self.status)

    @property
    def body(self) -> BodyKind:
        """Its kind, with what follows from it in law."""
        return BodyKind(self.kind)

    @property
    def facts(self) -> BodyFacts:
        """What the law makes of its kind."""
        return self.body.facts

    @property
    def is_approved(self) -> bool:
        """Whether it may take part in protocols."""
        return self.standing is Standing.APPROVED


class Membership(Audited):
    """A partner's place in a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "partner"], name="one_membership_per_partnership")
        ]

    def __str__(self) -> str:
        return f"{self.partner} in {self.partnership}"


class Registration(Audited):
    """A partner's own application to join, and what was decided.

    `token_hash` is that of the one link in use: to complete an invited registration, to confirm the address, or to
    answer a question. `submission` marks one filled-in form, so that sending it twice registers once. `listed_as`
    keeps what the register said of a partner that was imported, to go back to when the registration is refused.
    """

    partner = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="registration")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="registrations")
    contact_name = models.CharField(max_length=120)
    contact_post = models.CharField(max_length=120)
    contact_email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    question = models.TextField(blank=True, help_text="What the officer asked for.")
    reply = models.TextField(blank=True, help_text="What the applicant answered.")
    reason = models.TextField(blank=True, help_text="Why it was refused.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=250, blank=True)
    submission = models.UUIDField(default=uuid4, unique=True, editable=False)
    listed_as = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"Registration of {self.partner}"


class NamedOfficer(Audited):
    """Whom a partner names, when it registers, for a post: not yet a role, which only an accepted invitation gives."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="named_officers")
    kind = models.CharField(max_length=30, choices=RoleKind.choices())
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    email = models.EmailField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "kind"], name="one_named_officer_per_post"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {RoleKind(self.kind).label}, {self.partner}"


def held_on(day: date, role: str = "") -> Q:
    """That a role is held on a day; `role` leads to it from the rows asked about, such as "person__roles__"."""
    ends = f"{role}ends_on"
    return Q(**{f"{role}starts_on__lte": day}) & (Q(**{ends: None}) | Q(**{f"{ends}__gt": day}))


class RoleQuerySet(AuditedQuerySet["Role"]):
    """Roles by the day."""

    def current(self, on: date | None = None) -> "RoleQuerySet":
        """Roles held on a day (today by default)."""
        return self.filter(held_on(on or timezone.localdate()))


class Role(Audited):
    """A capacity that a person may act in: a kind of role, held at one partner or in one partnership, between dates.

    `ends_on` is the first day on which it is no longer held, so that a role ended today gives no power today. A deputy
    holds a role of their own, of the same kind at the same partner, between two dates.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=30, choices=RoleKind.choices())
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="roles", null=True, blank=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="roles", null=True, blank=True)
    post = models.CharField(max_length=120, blank=True, help_text="Such as Chief executive.")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    deputises_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="deputies", null=True, blank=True,
        help_text="The holder of the post in whose place this person acts between the dates.",
    )  # fmt: skip

    objects: ClassVar[Any] = models.Manager.from_queryset(RoleQuerySet)()

    class Meta:
        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(kind="officer", partnership__isnull=False, partner__isnull=True))
                | (~Q(kind="officer") & Q(partnership__isnull=True, partner__isnull=False)),
                name="officers_serve_partnerships_others_partners",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="role_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(deputises_for=None)
                | Q(kind__in=["dpo", "caldicott_guardian", "siro"], ends_on__isnull=False),
                name="a_deputy_of_an_approver_has_both_dates",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "partner"],
                condition=Q(ends_on=None, partner__isnull=False),
                name="role_held_once_at_a_partner",
            ),
            models.UniqueConstraint(
                fields=["person", "partnership"],
                condition=Q(ends_on=None, partnership__isnull=False),
                name="officer_once_in_a_partnership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}, {self.label}"

    @property
    def last_day(self) -> date | None:
        """The last day on which the role is held; None where no end is set."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    @property
    def role(self) -> RoleKind:
        """The kind of role."""
        return RoleKind(self.kind)

    @property
    def label(self) -> str:
        """The capacity in words, such as "data protection officer, Wigan Council"; a deputy's says for whom."""
        place = f"{self.role.label}, {self.partner or self.partnership}"
        return f"{place} (deputy for {self.deputises_for.person.name})" if self.deputises_for else place

    def is_current(self, on: date | None = None) -> bool:
        """Whether the role is held on a day (today by default)."""
        day = on or timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def as_actor(self) -> Actor:
        """Who acts, and in what capacity, as the audit trail keeps it."""
        return Actor(
            name=self.person.name,
            capacity=self.label,
            person_id=self.person_id,
            role_id=self.pk,
            organisation_id=self.partner_id,
        )


def invitation_expiry() -> datetime:
    """When an invitation sent now runs out."""
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(Audited):
    """A mailed, single-use offer of one role to one mailbox."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=30, choices=RoleKind.choices())
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="invitations", null=True, blank=True)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="invitations", null=True, blank=True
    )
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=invitation_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    role = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="invitation", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, role=None) | Q(accepted_at__isnull=False, role__isnull=False),
                name="accepted_invitation_has_its_role",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.email}"

    @property
    def role_kind(self) -> RoleKind:
        """The kind of role offered."""
        return RoleKind(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
