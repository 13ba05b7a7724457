"""How often one address may ask for something dear. Counted in the shared cache, in windows of time."""

import hashlib
import time
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one more; whether the address has asked more than `most` times in this window of `seconds`.

    The address itself is not kept, only its fingerprint, and that until the window is over.
    """
    window = int(time.time() // seconds)
    digest = hashlib.sha256(f"{window} {settings.SECRET_KEY} {_network(address_of(request))}".encode()).hexdigest()
    key = f"pace:{what}:{digest[:32]}"
    if cache.add(key, 1, timeout=seconds):
        return most < 1
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # the window ended between the two
        return False


def _network(address: str) -> str:
    """What one subscriber holds: an IPv4 address, or the first half of an IPv6 one, in which they can choose any."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind a proxy, what the proxy itself added last, for the rest anyone can write."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
