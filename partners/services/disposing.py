"""Letting go of invitations that were not taken up, and of how to reach those whose account is closed."""

from datetime import datetime

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from partners.models import Invitation
from portal.accounts.models import User

NOWHERE = "removed.invalid"
"""Where no mail can go (RFC 2606)."""


def let_invitations_go(before: datetime, only_count: bool) -> int:
    """Remove invitations that ran out or were withdrawn before a moment; how many. Must be called inside an act."""
    over = Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    old = Invitation.objects.filter(over, accepted_at=None)
    return old.count() if only_count else old.delete()[0]


def let_closed_accounts_go(before: datetime, only_count: bool) -> int:
    """Remove the address and post of accounts closed before a moment, and from the invitations that they accepted.

    The name stays, since what the person did stands under it. Must be called inside an act.
    """
    closed = User.objects.filter(is_active=False, closed_at__lt=before).exclude(email__endswith=f"@{NOWHERE}")
    if only_count:
        return closed.count()
    held = list(closed.values_list("pk", flat=True))
    Invitation.objects.filter(role__person__in=held).update(email=f"closed@{NOWHERE}", post="")
    address = Concat(Value("closed-"), Cast(F("pk"), CharField()), Value(f"@{NOWHERE}"))
    return User.objects.filter(pk__in=held).update(email=address, post="")
