"""Handing a party's signing over within its organisation: to another signatory, or to somebody invited to be one."""

from partners.models import Role
from partners.roles import RoleKind
from partners.services.inviting import Invitee, invite
from portal.audit.acts import act
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Handover, Party, Signing
from protocols.queries.handovers import handover_of
from protocols.services.calling import call
from protocols.services.matters import Matter, held, seen
from protocols.services.signatures import hold
from protocols.states import Action


def hand_over(*, by: Role, signing: Signing, party: Party, to: Role | Invitee, basis: str) -> Handover:
    """Let one person sign for the party, in place of whoever else could; `basis` is the authority for that.

    `to` is another of its signatories, or somebody whom its contact invites to become one. The same again changes
    nothing. Raises NotAllowed, WrongState or Invalid.
    """
    basis = basis.strip()
    with act("protocols.signing.hand_over", by=by, subject=seen(signing.snapshot).subject) as done:
        matter, signing = held(signing.snapshot), hold(signing)
        matter.check(by, Action.HAND_OVER, party=party)
        _check_unsigned(matter, signing, party)
        if not basis:
            raise Invalid("Enter the authority on which you hand it over, such as the scheme of delegation.", "basis")
        made = _made(signing, party, by, to, basis)
        standing = handover_of(signing, party)
        if standing and (standing.handover.email, standing.handover.basis) == (made.email, basis):
            done.cancel()
            return standing.handover
        made.save()
        done.details |= {"party": str(party), "to": made.name, "basis": basis}
        if made.to is not None:
            call(signing, [party], template="handed_over")
    return made


def _check_unsigned(matter: Matter, signing: Signing, party: Party) -> None:
    if party.pk not in {one.pk for one in matter.signers()}:
        raise NotAllowed(f"{party} does not sign this.")
    if signing.stage not in (Signing.Stage.PREPARING, Signing.Stage.OPEN):
        raise WrongState("This signing is closed, so there is nothing to hand over.")
    if signing.signatures.filter(party=party).exists():
        raise WrongState(f"{party} has signed, so there is nothing to hand over.")


def _made(signing: Signing, party: Party, by: Role, to: Role | Invitee, basis: str) -> Handover:
    """The handover to be saved; somebody without the role is invited into it, by the contact alone."""
    given = {"signing": signing, "party": party, "by": by, "basis": basis}
    if isinstance(to, Role):
        if to.partner_id != party.partner_id or to.role is not RoleKind.SIGNATORY or not to.is_current():
            raise Invalid(f"Choose a signatory of {party}.", "to")
        return Handover(name=to.person.name, email=to.person.email, to=to, **given)
    if by.role is not RoleKind.CONTACT:
        raise Invalid(
            f"Only the designated contact of {party} can invite a new signatory. Choose one who is here already.", "to"
        )
    invitation = invite(by=by, at=party.partner, kind=RoleKind.SIGNATORY, invitee=to)
    return Handover(name=invitation.name, email=invitation.email, **given)
