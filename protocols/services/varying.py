"""Beginning a new version of a protocol that is in force: a variation, which will supersede it once sealed."""

from partners.models import Role
from portal.audit.acts import act
from protocols.facts.binding import staying
from protocols.models import ProtocolVersion
from protocols.permissions import check
from protocols.services.carrying import carry_case, carry_flows, carry_parties, carry_risks, carry_text, carry_values
from protocols.services.particulars import Particulars
from protocols.services.stepping import locked
from protocols.states import WORKING, Action, State

OF_PARTIES = ("controller_role", "accedes_to_parent", "processor_contract")


def vary(*, by: Role, version: ProtocolVersion) -> ProtocolVersion:
    """Copy a version in force to a new draft: text, values, parties, flows, risks and the case for it.

    Parties that left, or have signed that they leave, stay behind. No refused flow and no assessment comes along.
    While a new version is under way the same one is returned. Raises NotAllowed or WrongState.
    """
    with act("protocols.version.vary", by=by, details={"from": str(version)}) as varying:
        held = locked(version)
        check(by, held, Action.VARY)
        under_way = ProtocolVersion.objects.filter(
            protocol=held.protocol, state__in=[state.value for state in (*WORKING, State.APPROVAL, State.SIGNING)]
        ).first()
        if under_way is not None:
            varying.cancel()
            return under_way
        latest = ProtocolVersion.objects.filter(protocol=held.protocol).order_by("-number")[0]
        new = ProtocolVersion(
            protocol=held.protocol,
            number=latest.number + 1,
            template_version=held.template_version,
            parent=_parent_now(held),
            supersedes=_free_to_supersede(held),
            officer=by,
            **Particulars.carried(held).as_fields(),
        )
        new.save()
        carry_text(held, new)
        carry_values({one.key: one.value for one in held.variables.all()}, new, held)
        parties = carry_parties(staying(held), new, OF_PARTIES)
        carry_flows(held, new, parties)
        carry_risks(held, new, parties)
        carry_case(held, new, parties)
        varying.subject = new
    return new


def _free_to_supersede(version: ProtocolVersion) -> ProtocolVersion | None:
    """The version itself, unless an abandoned variation of it has that place; sealing supersedes it all the same."""
    return None if ProtocolVersion.objects.filter(supersedes=version).exists() else version


def _parent_now(version: ProtocolVersion) -> ProtocolVersion | None:
    """The overarching version in force now; the old one where none is, which the checks then tell."""
    if version.parent is None:
        return None
    in_force = ProtocolVersion.objects.filter(protocol=version.parent.protocol, state=State.IN_FORCE.value)
    return in_force.first() or version.parent
