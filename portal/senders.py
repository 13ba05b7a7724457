"""Where on the network a request came from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def sender_address(request: HttpRequest) -> str | None:
    """The sender's network address; None where it cannot be told, as behind a socket.

    Behind the operator's proxy it is the last that `X-Forwarded-For` names, which the proxy itself has written;
    whatever stands before it is only what the sender claims.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1]
    try:
        return str(ip_address(said.strip()))
    except ValueError:
        return None
