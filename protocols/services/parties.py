"""Choosing the parties to a version."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from partners.models import Partner, Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.permissions import check
from protocols.queries.parties import candidates, signed_parent
from protocols.services.stepping import locked
from protocols.states import Action


@dataclass(frozen=True)
class Choice:
    """A partner chosen as a party, what it is to the data, and whether it accedes to the overarching protocol.

    `contract` refers to the contract under which a processor acts; it is kept for processors alone.
    """

    partner: Partner
    controller_role: str = Party.ControllerRole.SEPARATE
    accedes: bool = False
    contract: str = ""


def set_parties(*, by: Role, version: ProtocolVersion, choices: Iterable[Choice]) -> list[Party]:
    """Make exactly these partners the parties; those no longer chosen leave.

    Raises NotAllowed or WrongState; Invalid where a partner is no approved member, has not signed the overarching
    protocol and is not marked as acceding to it, or leaves while a data flow still names it.
    """
    wanted = {choice.partner.pk: choice for choice in choices}
    with act("protocols.parties.set", by=by, subject=version) as setting:
        version = locked(version)
        check(by, version, Action.SET_PARTIES)
        _check_choices(version, wanted)
        present = {party.partner_id: party for party in version.parties.select_related("partner")}
        leaving = [party for partner_id, party in present.items() if partner_id not in wanted]
        _check_leaving(version, leaving)
        for party in leaving:
            party.delete()
        changed = [str(party) for party in leaving]
        changed += [str(choice.partner) for choice in wanted.values() if _put(version, present, choice)]
        if not changed:
            setting.cancel()
        setting.details["changed"] = changed
    return list(Party.objects.filter(version=version).select_related("partner"))


def _put(version: ProtocolVersion, present: dict[int, Party], choice: Choice) -> bool:
    """Add the party or bring it up to date; say whether anything changed."""
    party = present.get(choice.partner.pk) or Party(version=version, partner=choice.partner)
    contract = choice.contract.strip() if choice.controller_role == Party.ControllerRole.PROCESSOR else ""
    before = (party.controller_role, party.accedes_to_parent, party.processor_contract)
    if party.pk and before == (choice.controller_role, choice.accedes, contract):
        return False
    party.controller_role, party.accedes_to_parent = choice.controller_role, choice.accedes
    party.processor_contract = contract
    party.save()
    return True


def _check_choices(version: ProtocolVersion, wanted: dict[int, Choice]) -> None:
    approved = set(candidates(version).values_list("pk", flat=True))
    signed = signed_parent(version)
    for partner_id, choice in wanted.items():
        if partner_id not in approved:
            raise Invalid(
                f"{choice.partner} is not an approved member of {version.protocol.partnership}. "
                "Approve its registration first.",
                "partners",
            )
        if version.parent is None and choice.accedes:
            raise Invalid("An overarching protocol is signed itself: nobody accedes to another by it.", "accedes")
        if version.parent is not None and partner_id not in signed and not choice.accedes:
            raise Invalid(
                f"{choice.partner} has not signed {version.parent}. "
                "Mark it as acceding to that protocol by signing this one, or leave it out.",
                "accedes",
            )


def _check_leaving(version: ProtocolVersion, leaving: list[Party]) -> None:
    for party in leaving:
        named = DataFlow.objects.filter(Q(sender=party) | Q(recipients=party), version=version).order_by("number")
        flow = named.first()
        if flow is not None:
            raise Invalid(f"{party} is named in flow {flow.number}. Change or delete that flow first.", "partners")
