"""Letting go of how guest signatories were reached."""

from datetime import datetime

from django.db.models import Q

from protocols.models import Guest


def let_addresses_of_guests_go(before: datetime, only_count: bool) -> int:
    """Remove the address and number of guests whose link ended before a moment; how many. Called inside an act."""
    ended = Q(used_at__lt=before) | Q(withdrawn_at__lt=before) | Q(declined_at__lt=before)
    over = ended | Q(used_at=None, expires_at__lt=before)
    reached = Guest.objects.filter(over).exclude(email="", phone="")
    return reached.count() if only_count else reached.update(email="", phone="")
