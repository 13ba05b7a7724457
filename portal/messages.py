"""Messages of one page to the next: kept in a cookie, under a name that only this very host can set by https."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class InCookie(CookieStorage):
    """Django's own, under the portal's prefix for cookies."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """In a cookie, and what is too long for one in the session."""

    storage_classes = (InCookie, SessionStorage)
