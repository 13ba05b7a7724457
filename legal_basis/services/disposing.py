"""Letting go of practice walks that nobody comes back to."""

from datetime import datetime

from legal_basis.models import PracticeWalk


def let_practice_go(before: datetime, only_count: bool) -> int:
    """Remove practice walks last changed before a moment; how many. Must be called inside an act."""
    old = PracticeWalk.objects.filter(changed_at__lt=before)
    return old.count() if only_count else old.delete()[0]
