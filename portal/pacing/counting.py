"""Counting, in windows of time, what one person or one sender asks for: in the database, for every process."""

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from portal.pacing.models import Count
from portal.pacing.senders import network_of


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more; whether the sender has asked more than `most` times in this window of `seconds`."""
    return times(what, f"address {network_of(request)}", seconds=seconds) > most


def times(what: str, who: str, *, seconds: int) -> int:
    """Count one more; how often it is now. Of whose it is a fingerprint alone is kept, until the window ends."""
    ends_at = window_end(seconds)
    told = f"{what} {ends_at.timestamp():.0f} {settings.SECRET_KEY} {who}"
    return Count.one_more(hashlib.sha256(told.encode()).hexdigest(), ends_at)


def window_end(seconds: int) -> datetime:
    """When the window that is now ends."""
    now = timezone.now().timestamp()
    return datetime.fromtimestamp((now // seconds + 1) * seconds, tz=UTC)


def who_asks(request: HttpRequest) -> str:
    """The person who is signed in, wherever they are: nobody else uses up what is theirs. Else the sender."""
    person = getattr(request, "user", AnonymousUser())
    return f"person {person.pk}" if person.is_authenticated else f"address {network_of(request)}"


def forget_counts() -> None:
    """Remove the counts that are over. Run every so often."""
    Count.forget_before(timezone.now())
