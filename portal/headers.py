"""What every answer tells the browser that it may not do, beside Django's own headers and the content policy."""

from collections.abc import Callable
from typing import TypeVar, cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

UNABLE = "sandbox; default-src 'none'"
"""The content policy of a file: it is kept or looked at, and nothing in it can run, ask or send."""

FEATURES = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
ALWAYS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}
LEAVING = "account_logout"


class HeadersMiddleware:
    """Adds the headers to each answer; what a view has set itself stays.

    Files handed out can run nowhere. What somebody's session was answered is kept in no store of the browser, and
    leaving empties what is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if is_file(response):
            response.headers["Content-Security-Policy"] = UNABLE
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        if settings.HTTPS and request.method == "POST" and _name(request) == LEAVING:
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _name(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None


def is_file(response: HttpResponseBase) -> bool:
    """Whether an answer is a file to keep, or a picture."""
    kept = response.headers.get("Content-Disposition", "").startswith("attachment")
    return kept or response.headers.get("Content-Type", "").startswith("image/")


def shows_a_file(view: View) -> View:
    """A view whose page holds a file of ours, drawn by the browser; no other page holds what is not a page's own."""
    return cast(View, csp_replace({"object-src": [SELF]})(view))


def shown_in_our_pages(view: View) -> View:
    """A view whose answer our own pages show inside themselves; nothing else of the portal goes into a frame."""
    return cast(View, csp_replace({"frame-ancestors": [SELF]})(xframe_options_sameorigin(view)))
