"""Accepting an invitation: the one way in which a person gets a role, and an account."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from partners.errors import Invalid, NotAllowed, WrongState
from partners.models import INVITATION_DAYS, Invitation, Role
from partners.roles import RoleKind
from partners.services.inviting import check_free, locked
from partners.services.tokens import token_hash
from portal.accounts.models import User
from portal.audit.acts import Actor, act

UNKNOWN = "This invitation is not in use any more. Open the link in the latest mail, or ask to be invited again."
USED = "This invitation has been used. Sign in to act in the role that it gave you."
WITHDRAWN = "This invitation has been withdrawn. Ask the person who invited you what has changed."
RUN_OUT = f"This invitation has run out: it could be used for {INVITATION_DAYS} days. Ask to be invited again."


def invitation_by(token: str) -> Invitation:
    """The invitation whose link this is. Raises WrongState for a link that is not in use."""
    found = Invitation.objects.filter(token_hash=token_hash(token)).select_related("partner", "partnership").first()
    if found is None:
        raise WrongState(UNKNOWN)
    return found


def account_for(invitation: Invitation) -> User | None:
    """The account of the mailbox that was invited, if it has one."""
    return User.objects.filter(email__iexact=invitation.email).first()


def why_closed(invitation: Invitation) -> str:
    """The sentence for an invitation that cannot be accepted; empty where it can."""
    if invitation.accepted_at is not None:
        return USED
    if invitation.withdrawn_at is not None:
        return WITHDRAWN
    return "" if invitation.is_open else RUN_OUT


def accept(*, token: str, by: User) -> Role:
    """Take up the role with the account signed in to; accepting again gives the same role.

    Raises NotAllowed for another person's invitation, WrongState for one that cannot be accepted.
    """
    found = invitation_by(token)
    if by.email.lower() != found.email.lower():
        raise NotAllowed(wrong_account(found, by))
    with act("partners.invitation.accept", by=_as_actor(by), organisation=found.partner_id) as done:
        invitation = locked(found)
        done.subject = invitation
        if invitation.role is not None:
            done.cancel()
            return invitation.role
        return _take_up(invitation, by)


def accept_with_new_account(*, token: str, name: str, password: str) -> Role:
    """Make the account of the mailbox that was invited, and take up the role.

    Raises Invalid, naming the field, for a password that is too weak; WrongState where the mailbox has an account.
    """
    found = invitation_by(token)
    if not name.strip():
        raise Invalid("Enter your name.", "name")
    _check_password(password, User(email=found.email, name=name))
    by = Actor(name=name.strip(), capacity="invited by mail")
    with act("partners.invitation.accept", by=by, organisation=found.partner_id) as done:
        invitation = locked(found)
        done.subject = invitation
        closed = why_closed(invitation)
        if closed:
            raise WrongState(closed)
        if account_for(invitation) is not None:
            raise WrongState(f"There is already an account for {invitation.email}. Sign in to accept this invitation.")
        person = User.objects.create_user(invitation.email, name, password, post=invitation.post)
        done.by = _as_actor(person)
        return _take_up(invitation, person)


def wrong_account(invitation: Invitation, person: User) -> str:
    """The sentence for somebody who is signed in as another person than was invited."""
    return (
        f"This invitation is for {invitation.email}, and you are signed in as {person.email}. "
        "Sign out, then open the link again."
    )


def _take_up(invitation: Invitation, person: User) -> Role:
    closed = why_closed(invitation)
    if closed:
        raise WrongState(closed)
    place = invitation.partner or invitation.partnership
    if place is None:
        raise WrongState(UNKNOWN)
    kind = RoleKind(invitation.kind)
    check_free(kind, place, invitation.email)
    role = Role(
        person=person,
        kind=kind.value,
        partner=invitation.partner,
        partnership=invitation.partnership,
        post=invitation.post,
    )
    role.save()
    invitation.role, invitation.accepted_at = role, timezone.now()
    invitation.save(update_fields=["role", "accepted_at"])
    return role


def _check_password(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as problem:
        raise Invalid(" ".join(problem.messages), "password") from None


def _as_actor(person: User) -> Actor:
    return Actor(name=person.name, capacity="invited by mail", person_id=person.pk)
