"""Guests who were asked to sign."""

from django.db.models import QuerySet
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Guest, Signing

AT_PARTY = frozenset({RoleKind.CONTACT, RoleKind.SIGNATORY})


def guests_asked(signing: Signing, capacity: Role) -> QuerySet[Guest]:
    """The guests whose links are open, for an officer; those of their own party for its contacts and signatories."""
    found = Guest.objects.filter(
        signing=signing, used_at=None, withdrawn_at=None, declined_at=None, expires_at__gt=timezone.now()
    ).select_related("party__partner")
    if capacity.role is RoleKind.OFFICER:
        return found
    return found.filter(party__partner=capacity.partner_id) if capacity.role in AT_PARTY else found.none()
