"""Reading partnerships, partners, people and roles."""

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils import timezone

from partners.loader.names import name_key
from partners.models import Invitation, Membership, NamedOfficer, Partner, Partnership, Registration, Role, held_on
from partners.roles import BINDING, RoleKind
from partners.states import Standing
from portal.accounts.models import Session, User
from portal.audit.models import AuditEvent
from portal.openid.matching import second_factor_noted


def roles_of(person: AbstractBaseUser | AnonymousUser) -> list[Role]:
    """The roles that a person holds today, with what they are held at; one query, or none where they came along."""
    if not person.is_authenticated:
        return []
    held: list[Role] | None = getattr(person, "roles_held", None)
    return roles_held_by(person.pk) if held is None else held


def roles_held_by(person_id: int) -> list[Role]:
    """The roles that somebody holds today, with the person and what they are held at; one query."""
    held = Role.objects.current().filter(person_id=person_id)
    return list(held.select_related("person", "partner", "partnership", "deputises_for__person").order_by("pk"))


HELD = ("held__partner", "held__partnership", "held__deputises_for__person")


def session_with_roles(rows: QuerySet[Session]) -> Session | None:
    """The one session among the rows, its person with the roles held today (`roles_held`); one query."""
    held = FilteredRelation("person__roles", condition=held_on(timezone.localdate(), "person__roles__"))
    each: QuerySet[Any] = rows.annotate(held=held)
    found = list(each.select_related("person", *HELD).order_by("held__pk"))
    session: Session | None = found[0] if found else None
    if session is not None and session.person is not None:
        holding(session.person, [row.held for row in found if hasattr(row, "held")])  # without roles there is none
    return session


def holding(person: User, held: list[Role]) -> User:
    """The person, knowing the roles that they hold today, so that nobody asks for them again."""
    for role in held:
        role.person = person
    person.roles_held = held  # type: ignore[attr-defined]
    return person


def capacity_of(roles: Sequence[Role], chosen: int | None) -> Role | None:
    """The role acted in: the chosen one while it is held, otherwise the first; None without any."""
    return next((role for role in roles if role.pk == chosen), roles[0] if roles else None)


def second_factor_wanting(request: HttpRequest, roles: Iterable[Role]) -> bool:
    """Whether the portal asks whoever holds these roles for a second factor, and they neither have nor gave one."""
    person = request.user
    if not settings.SECOND_FACTOR_NEEDED or not person.is_authenticated:
        return False
    if not settings.SECOND_FACTOR_OF_ALL and not any(role.role in BINDING for role in roles):
        return False
    return not is_mfa_enabled(person) and not (isinstance(person, User) and second_factor_noted(request, person))


def visible_partners(capacity: Role | None) -> QuerySet[Partner]:
    """The partners that somebody may read about, in the capacity acted in.

    An officer: every listed and approved body, and whoever registers with the officer's own partnership. Anyone else:
    their own partner and the approved partners of its partnerships. Nobody without a role.
    """
    if capacity is None:
        return Partner.objects.none()
    if capacity.role is RoleKind.OFFICER:
        common = Q(status__in=[Standing.LISTED, Standing.APPROVED])
        return Partner.objects.filter(common | Q(registration__partnership_id=capacity.partnership_id))
    own = capacity.partner_id or 0
    beside = Membership.objects.filter(partnership__memberships__partner_id=own).values("partner_id")
    return Partner.objects.filter(Q(pk=own) | Q(status=Standing.APPROVED, pk__in=beside))


def joined_first(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    """Partners by name, those that are only listed after all others."""
    only_listed = Case(When(status=Standing.LISTED, then=Value(1)), default=Value(0))
    return partners.order_by(only_listed, "short_name", "pk")


def partners_in(partnership: Partnership | int) -> QuerySet[Partner]:
    """The approved partners of a partnership, by name."""
    place = partnership if isinstance(partnership, int) else partnership.pk
    return Partner.objects.filter(memberships__partnership_id=place, status=Standing.APPROVED)


def is_member(partner: Partner, partnership_id: int) -> bool:
    """Whether a partner belongs to a partnership."""
    return Membership.objects.filter(partner_id=partner.pk, partnership_id=partnership_id).exists()


def holders(partner: Partner | int, kind: RoleKind) -> QuerySet[Role]:
    """Today's holders of one kind of role at a partner, with their people."""
    place = partner if isinstance(partner, int) else partner.pk
    return (
        Role.objects.current()
        .filter(partner_id=place, kind=kind.value)
        .select_related("person", "partner")
        .order_by("pk")
    )


def officers_of(partnership: Partnership | int) -> QuerySet[Role]:
    """Today's officers of a partnership, with their people."""
    place = partnership if isinstance(partnership, int) else partnership.pk
    return Role.objects.current().filter(partnership_id=place).select_related("person", "partnership").order_by("pk")


def people_of(partner: Partner) -> QuerySet[Role]:
    """Every role held today at a partner, with its person, by name."""
    return (
        Role.objects.current()
        .filter(partner=partner)
        .select_related("person", "partner", "deputises_for__person")
        .order_by("person__name", "pk")
    )


def deputies_of(role: Role) -> QuerySet[Role]:
    """Those who deputise for a role today or later, with their people, by their first day."""
    today = timezone.localdate()
    later = role.deputies.filter(ends_on__gt=today).exclude(ends_on=F("starts_on"))
    return later.select_related("person", "partner").order_by("starts_on", "pk")


def colleagues_of(role: Role) -> list[Role]:
    """One role of each other person who holds any at the same partner today, by name."""
    held = Role.objects.current().filter(partner=role.partner_id).exclude(person=role.person_id)
    rows = held.select_related("person", "partner").order_by("person__name", "person_id", "pk")
    return list({one.person_id: one for one in reversed(rows)}.values())[::-1]


def open_invitations(place: Partner | Partnership) -> QuerySet[Invitation]:
    """The invitations to a partner's (or a partnership's) roles that can still be accepted, oldest first."""
    where = Q(partner=place) if isinstance(place, Partner) else Q(partnership=place)
    return _open().filter(where).select_related("partner", "partnership").order_by("sent_at")


def waiting_registrations(roles: Iterable[Role]) -> QuerySet[Registration]:
    """The registrations that wait for a decision of the officers among these roles, oldest first."""
    served = [role.partnership_id for role in roles if role.partnership_id is not None]
    return (
        Registration.objects.filter(partnership_id__in=served, partner__status=Standing.WAITING)
        .select_related("partner", "partnership")
        .order_by("confirmed_at")
    )


def uninvited_officers(roles: Iterable[Role]) -> QuerySet[NamedOfficer]:
    """Whom the partners of the contacts among these roles named for a post, and nobody has invited yet."""
    return to_invite(_served_by_contacts(roles))


def to_invite(partner_ids: Sequence[int]) -> QuerySet[NamedOfficer]:
    """The people named for a post at these approved partners that have neither an open invitation nor a holder."""
    post = {"partner": OuterRef("partner"), "kind": OuterRef("kind")}
    held, asked = Role.objects.current().filter(**post), _open().filter(**post)
    named = NamedOfficer.objects.filter(~Exists(held), ~Exists(asked), partner_id__in=partner_ids)
    return named.filter(partner__status=Standing.APPROVED).select_related("partner").order_by("pk")


def unanswered_invitations(roles: Iterable[Role]) -> QuerySet[Invitation]:
    """The open invitations of the partners whose contacts are among these roles: they wait for others."""
    return _open().filter(partner_id__in=_served_by_contacts(roles)).select_related("partner").order_by("sent_at")


def same_name(name: str) -> Partner | None:
    """The partner that goes by this name, in its legal or short form; one that has joined before one that has not."""
    key = name_key(name)
    found = list(Partner.objects.filter(Q(name_key=key) | Q(short_key=key)).order_by("pk")) if key else []
    return min(found, key=lambda partner: partner.standing is Standing.LISTED, default=None)


def _served_by_contacts(roles: Iterable[Role]) -> list[int]:
    return [role.partner_id for role in roles if role.role is RoleKind.CONTACT and role.partner_id is not None]


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=Now())


def trail_of(partner: Partner) -> QuerySet[AuditEvent]:
    """Every event of what people did for a partner, and of what was done about it."""
    about = Q(subject_type=Partner._meta.label_lower, subject_id=str(partner.pk))
    return AuditEvent.objects.filter(Q(organisation_id=partner.pk) | about)
