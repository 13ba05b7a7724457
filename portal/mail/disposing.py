"""Letting go of old mail."""

from datetime import datetime

from portal.mail.models import OutgoingMail


def let_mail_go(before: datetime, only_count: bool) -> int:
    """Remove mail written before a moment that is no longer tried; how many. Must be called inside an act."""
    old = OutgoingMail.objects.filter(written_at__lt=before, due_at=None)
    return old.count() if only_count else old.delete()[0]
