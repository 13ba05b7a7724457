"""Inviting people into roles, and withdrawing what was offered."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.errors import Invalid, WrongState
from partners.models import INVITATION_DAYS, Invitation, NamedOfficer, Partner, Partnership, Role, invitation_expiry
from partners.permissions import check_invite, check_withdraw
from partners.roles import CONFLICTS, RoleKind
from partners.services.applications import conflict_sentence
from partners.services.places import hold
from partners.services.tokens import new_token
from partners.states import Step, allows, refusal
from portal.audit.acts import ActsAs, act
from portal.mail.services import absolute_url, queue_mail

REPEAT = timedelta(minutes=10)  # sent again within this time, it is a repeated request; later, a wish to send it again


@dataclass(frozen=True)
class Invitee:
    """Whom to invite: a name, a mailbox, and the post that the person holds in their own body."""

    name: str
    email: str
    post: str = ""


def invite(
    *, by: ActsAs, at: Partner | Partnership, kind: RoleKind, invitee: Invitee, template: str = "partners/invitation"
) -> Invitation:
    """Offer a role to a mailbox. Offered again within minutes it is the same offer; later, its link is sent anew.

    Raises NotAllowed, WrongState before the partner is approved, and Invalid for a mailbox whose person holds the role
    already or another that conflicts with it.
    """
    check_invite(kind, at, by=by)
    email = mailbox(invitee)
    if (kind is RoleKind.OFFICER) is isinstance(at, Partner):
        raise Invalid("Partnership officers serve a partnership; every other role is held at a partner.", "kind")
    with act("partners.invitation.send", by=by, organisation=_organisation(at)) as done:
        _lock(at)
        check_free(kind, at, email)
        invitation = _open_offer(kind, at, email)
        if invitation is not None and timezone.now() - invitation.sent_at < REPEAT:
            done.cancel()
            return invitation
        invitation = invitation or Invitation(email=email, kind=kind.value, **_place(at))
        invitation.name, invitation.post = invitee.name.strip(), invitee.post.strip()
        invitation.sent_at, invitation.expires_at = timezone.now(), invitation_expiry()
        token, invitation.token_hash = new_token()
        invitation.save()
        done.subject, done.details["role"] = invitation, kind.label
        link = absolute_url(reverse("partners:invitation", args=[token]))
        context = {"invitation": invitation, "kind": kind, "at": at, "link": link, "days": INVITATION_DAYS, "by": by}
        queue_mail(to=email, template=template, context={**context, "inviter": by.as_actor()})
    return invitation


def invite_named(*, by: Role, named: NamedOfficer) -> Invitation:
    """Invite somebody whom the partner named for a post when it registered."""
    invitee = Invitee(named.name, named.email, named.post)
    return invite(by=by, at=named.partner, kind=RoleKind(named.kind), invitee=invitee)


def withdraw_invitation(*, by: Role, invitation: Invitation) -> Invitation:
    """Take an offer back: its link says so from now on. Done twice, it is withdrawn once."""
    check_withdraw(invitation, by=by)
    with act("partners.invitation.withdraw", by=by, organisation=invitation.partner_id) as done:
        invitation = locked(invitation)
        done.subject = invitation
        if invitation.withdrawn_at is not None:
            done.cancel()
            return invitation
        if invitation.accepted_at is not None:
            raise WrongState(f"{invitation.name} has accepted this invitation. End the role instead.")
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


def locked(invitation: Invitation) -> Invitation:
    """The offer as it stands now, held behind its place, as it is while it is made."""
    hold(partners=[invitation.partner_id], partnerships=[invitation.partnership_id])
    return Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)


def check_free(kind: RoleKind, at: Partner | Partnership, email: str) -> None:
    """Raise Invalid where the mailbox's person holds the role, or holds or is offered one that conflicts with it."""
    held = Role.objects.current().filter(**_place(at), person__email__iexact=email).select_related("person")
    kinds = {role.role: role.person.name for role in held}
    if kind in kinds:
        raise Invalid(f"{kinds[kind]} is already {kind.label} of {at}.", "email")
    offers = Invitation.objects.filter(**_place(at), email=email, accepted_at=None, withdrawn_at=None)
    offered = {RoleKind(value) for value in offers.filter(expires_at__gt=timezone.now()).values_list("kind", flat=True)}
    for first, second in CONFLICTS:
        other = second if kind is first else first if kind is second else None
        if other is not None and (other in kinds or other in offered):
            raise Invalid(conflict_sentence(first, second), "email")


def mailbox(invitee: Invitee) -> str:
    """The address to write to, in its one spelling. Raises Invalid where the name or the address is missing."""
    if not invitee.name.strip():
        raise Invalid("Enter the person's name.", "name")
    email = invitee.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("Enter an email address in the form name@example.org.uk.", "email") from None
    return email


def _lock(at: Partner | Partnership) -> None:
    """Hold the place while an offer is made, so that two at once do not both go out."""
    if isinstance(at, Partnership):
        hold(partnerships=[at.pk])
        return
    fresh = Partner.objects.select_for_update(no_key=True).get(pk=at.pk)
    if not allows(fresh.standing, Step.INVITE_PEOPLE):
        raise WrongState(refusal(fresh.standing, Step.INVITE_PEOPLE))


def _open_offer(kind: RoleKind, at: Partner | Partnership, email: str) -> Invitation | None:
    offers = Invitation.objects.filter(Q(**_place(at)), email=email, kind=kind.value, withdrawn_at=None)
    return offers.filter(accepted_at=None).order_by("-sent_at").first()


def _place(at: Partner | Partnership) -> dict[str, Partner | Partnership]:
    return {"partner": at} if isinstance(at, Partner) else {"partnership": at}


def _organisation(at: Partner | Partnership) -> int | None:
    return at.pk if isinstance(at, Partner) else None
