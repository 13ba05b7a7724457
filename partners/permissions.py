"""Who may do what in this room. `can_x` answers with one refusal sentence; `check_x` raises it.

Power lies in the role acted in, never in the account: `by` is a role, or the portal itself for an operator's command.
"""

from partners.errors import YES, Answer
from partners.models import Invitation, Partner, Partnership, Registration, Role
from partners.queries import is_member
from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, ActsAs

ANSWERABLE = frozenset({RoleKind.CONTACT, RoleKind.DPO, RoleKind.SIRO})
"""Who, at a partner, answers for what the organisation did."""
DEPUTISED = frozenset({RoleKind.DPO, RoleKind.CALDICOTT_GUARDIAN, RoleKind.SIRO})
OPERATOR_ONLY = Answer("Only the portal's operator can do this, from the command line.")


def can_operate(*, by: ActsAs) -> Answer:
    """Making partnerships and reading registers: the operator's, from the command line."""
    return YES if by is SYSTEM else OPERATOR_ONLY


def check_operate(*, by: ActsAs) -> None:
    """Raise unless `can_operate`."""
    can_operate(by=by).require()


def can_serve_partnership(partnership: Partnership, *, by: ActsAs) -> Answer:
    """Inviting bodies to register and admitting partners: that partnership's officers."""
    if _is(by, RoleKind.OFFICER) and isinstance(by, Role) and by.partnership_id == partnership.pk:
        return YES
    return Answer(f"Only a partnership officer of {partnership} can do this. Choose that capacity if you hold it.")


def check_serve_partnership(partnership: Partnership, *, by: ActsAs) -> None:
    """Raise unless `can_serve_partnership`."""
    can_serve_partnership(partnership, by=by).require()


def can_decide(registration: Registration, *, by: ActsAs) -> Answer:
    """Approving, refusing or asking more: an officer of the partnership that the body asked to join."""
    if can_serve_partnership(registration.partnership, by=by):
        return YES
    return Answer(f"Only a partnership officer of {registration.partnership} can decide on this registration.")


def check_decide(registration: Registration, *, by: ActsAs) -> None:
    """Raise unless `can_decide`."""
    can_decide(registration, by=by).require()


def can_read_trail(partner: Partner, *, by: ActsAs) -> Answer:
    """Reading what a partner's people did: those at the partner who answer for it."""
    if isinstance(by, Role) and by.is_current() and by.partner_id == partner.pk and by.role in ANSWERABLE:
        return YES
    return Answer(f"Only the contact, the data protection officer and the SIRO of {partner} can read its audit trail.")


def can_invite(kind: RoleKind, at: Partner | Partnership, *, by: ActsAs) -> Answer:
    """Inviting somebody into a role.

    A partner's people are invited by its own designated contact; an officer of its partnership may invite a
    designated contact (the first one, or one after the last has left) and nobody else. Officers are invited by
    officers of the same partnership, the first one by the operator.
    """
    if isinstance(at, Partnership):
        return YES if by is SYSTEM else can_serve_partnership(at, by=by)
    if _is(by, RoleKind.CONTACT) and isinstance(by, Role) and by.partner_id == at.pk:
        return YES
    serves = isinstance(by, Role) and _is(by, RoleKind.OFFICER) and is_member(at, by.partnership_id or 0)
    if kind is RoleKind.CONTACT and serves:
        return YES
    if serves:
        return Answer(f"Only the designated contact of {at} invites its {kind.label}: you can invite a contact for it.")
    return Answer(f"Only the designated contact of {at} can invite its people.")


def check_invite(kind: RoleKind, at: Partner | Partnership, *, by: ActsAs) -> None:
    """Raise unless `can_invite`."""
    can_invite(kind, at, by=by).require()


def can_withdraw(invitation: Invitation, *, by: ActsAs) -> Answer:
    """Withdrawing an invitation: whoever could send it."""
    answer = can_invite(RoleKind(invitation.kind), _place(invitation), by=by)
    return answer or Answer(f"Only those who can invite people at {_place(invitation)} can withdraw this invitation.")


def check_withdraw(invitation: Invitation, *, by: ActsAs) -> None:
    """Raise unless `can_withdraw`."""
    can_withdraw(invitation, by=by).require()


def can_end(role: Role, *, by: ActsAs) -> Answer:
    """Ending a role: the designated contact of the partner, or for an officer's role another officer."""
    place = _place(role)
    if isinstance(place, Partnership):
        return can_serve_partnership(place, by=by)
    if _is(by, RoleKind.CONTACT) and isinstance(by, Role) and by.partner_id == place.pk:
        return YES
    return Answer(f"Only the designated contact of {place} can end the roles of its people.")


def check_end(role: Role, *, by: ActsAs) -> None:
    """Raise unless `can_end`."""
    can_end(role, by=by).require()


def can_name_deputy(*, by: ActsAs) -> Answer:
    """Naming deputies: whoever holds an approver's post themselves, and not as a deputy."""
    if isinstance(by, Role) and by.role in DEPUTISED and by.is_current() and by.deputises_for_id is None:
        return YES
    return Answer(
        "Only a data protection officer, Caldicott Guardian or senior information risk owner can name a deputy, "
        "and a deputy cannot. Choose that capacity if you hold it."
    )


def check_name_deputy(*, by: ActsAs) -> None:
    """Raise unless `can_name_deputy`."""
    can_name_deputy(by=by).require()


def _is(by: ActsAs, kind: RoleKind) -> bool:
    return isinstance(by, Role) and by.role is kind and by.is_current()


def _place(held: Role | Invitation) -> Partner | Partnership:
    place = held.partner or held.partnership
    if place is None:
        raise LookupError(f"{held._meta.label} {held.pk} is at no partner and in no partnership.")
    return place
