"""Choosing who owns the review of a protocol."""

from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid
from protocols.models import Protocol, ProtocolVersion
from protocols.queries.reviews import possible_owners
from protocols.services.stepping import locked
from protocols.states import Action


def set_review_owner(*, by: Role, version: ProtocolVersion, owner: Role | None) -> Protocol:
    """Say who owns the review; None gives it back to the officer. The same owner again is no change.

    Raises NotAllowed, WrongState, or Invalid for somebody who takes no part.
    """
    with act("protocols.review.owner", by=by, subject=version) as done:
        version = locked(version)
        permissions.check(by, version, Action.SET_REVIEW_OWNER)
        if owner is not None and owner not in possible_owners(version):
            raise Invalid("Choose an officer of the partnership, or somebody with a role at a party.", "owner")
        protocol = version.protocol
        if protocol.review_owner_id == (owner.pk if owner else None):
            done.cancel()
            return protocol
        done.details |= {"from": str(protocol.review_owner or "the officer"), "to": str(owner or "the officer")}
        protocol.review_owner = owner
        protocol.save(update_fields=["review_owner"])
    return protocol
