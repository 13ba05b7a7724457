"""How often a password may be tried, so that nobody guesses one and nobody keeps another person out by guessing.

A browser in which a person has signed in before carries a signed cookie for that person. Its tries are counted by
themselves, and so are those of a session that is signed in: whoever guesses elsewhere uses up tries of their own, never
those of the person. All other browsers share, for one account, what their network address allows, and a larger number
over all addresses. Counts are kept in the shared cache, for every process; no address or name stands in them.
"""

from collections.abc import Iterator

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage, truncate_ip
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

from portal.pacing.senders import address_of

COOKIE_DAYS = 365
SALT = "portal.accounts.tries"

# What is counted -> how many tries in how long a time, in allauth's notation.
LIMITS = {
    "known": "5/5m/key",  # a browser or session that the person has signed in with
    "address": "5/5m/key",  # one account from one network address
    "account": "100/h/key",  # one account from all browsers that do not know it
    "spraying": "40/5m/key",  # all accounts from one network address
}


def count_try(request: HttpRequest, login: str) -> RateLimitUsage | None:
    """Count one try of a password for the account of this address; None where there were too many already.

    What is given back can be taken back: a right password is no wrong try.
    """
    usage = RateLimitUsage(usage=[])
    for what, key in _keys(request, login.strip().lower()):
        one = ratelimit.consume(request, app="allauth.account", action=what, config=LIMITS, key=key)
        if one is None:
            usage.rollback()
            return None
        usage.usage.extend(one.usage)
    return usage


def forget_tries(request: HttpRequest, login: str) -> None:
    """Begin to count anew for an account, from this address and over all: its mailbox was just shown to be held."""
    address = truncate_ip(address_of(request))
    for what, key in _elsewhere(address, login.strip().lower()):
        if what != "spraying":
            ratelimit.clear(request, app="allauth.account", action=what, config=LIMITS, key=key)


def know_browser(response: HttpResponseBase, login: str) -> None:
    """Let the browser carry that this account was signed in with there. It lets nobody in, and names nobody."""
    response.set_cookie(
        _cookie(login),
        signing.TimestampSigner(salt=SALT).sign(f"{mark(login)}.{get_random_string(20)}"),
        max_age=COOKIE_DAYS * 86400, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def _keys(request: HttpRequest, login: str) -> Iterator[tuple[str, str]]:
    """What a try counts towards."""
    person = request.user
    if person.is_authenticated and str(getattr(person, "email", "")).lower() == login:
        yield "known", f"person {person.pk}"
    elif known := _known(request, login):
        yield "known", known
    else:
        yield from _elsewhere(truncate_ip(address_of(request)), login)


def _elsewhere(address: str, login: str) -> list[tuple[str, str]]:
    return [("address", f"{address} {login}"), ("account", login), ("spraying", address)]


def _known(request: HttpRequest, login: str) -> str | None:
    """The browser's own mark for this account, if it carries one that we have signed."""
    carried = request.COOKIES.get(_cookie(login), "")
    try:
        value: str = signing.TimestampSigner(salt=SALT).unsign(carried, max_age=COOKIE_DAYS * 86400)
    except signing.BadSignature:
        return None
    return value if value.startswith(f"{mark(login)}.") else None


def _cookie(login: str) -> str:
    return f"{settings.COOKIE_PREFIX}known-{mark(login)[:12]}"


def mark(login: str) -> str:
    """What stands for a login where the login itself must not: the same each time, and told from no list."""
    return salted_hmac(SALT, login.lower(), algorithm="sha256").hexdigest()[:32]
