"""To whom a party's signing was handed over."""

from dataclasses import dataclass

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Handover, Party, Signing


@dataclass(frozen=True)
class Standing:
    """The latest handover of a party, and the role that it leads to; None until the person has taken the role up."""

    handover: Handover
    role: Role | None


def handover_of(signing: Signing, party: Party) -> Standing | None:
    """The handover that counts; None where there is none, or where whoever it went to holds the role no longer."""
    found = Handover.objects.filter(signing=signing, party=party).select_related("to__person", "by__person").last()
    if found is None:
        return None
    if found.to is not None:
        return Standing(found, found.to) if found.to.is_current() else None
    taken_up = Role.objects.current().filter(
        partner=party.partner_id, kind=RoleKind.SIGNATORY.value, person__email__iexact=found.email
    )
    return Standing(found, taken_up.select_related("person", "partner").first())


def signatory_for(signing: Signing, party: Party) -> Role | None:
    """The one signatory to whom the party's signing was handed."""
    standing = handover_of(signing, party)
    return standing.role if standing else None


def why_not_mine(signing: Signing, party: Party, by: Role) -> str | None:
    """The sentence for a signatory whose party's signing was handed to somebody else; None for anybody who may sign."""
    standing = handover_of(signing, party)
    if standing is None or standing.role == by:
        return None
    to = standing.handover.name
    return (
        f"Signing for {party} was handed over to {to}, on the authority of {standing.handover.basis.rstrip('.')}. "
        f"To sign in their place, hand it over again, to yourself."
    )
