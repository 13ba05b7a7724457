"""Mailed links whose address is a secret: taken out of the address as soon as one is opened.

A link in a mail can carry its token only in its address. Opened, it is exchanged: the token goes into a cookie of this
browser that no script reads, and the browser is led to an address that names the link by a fingerprint and opens
nothing elsewhere. So the token stands in no page, form, history or bookmark made from there. Opening one writes nothing
here, for mail scanners open links too.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.views.decorators.cache import never_cache

from portal.govuk.views import page_open_too_long

OPENED = re.compile(r"opened-[0-9a-f]{16}")
View = Callable[..., HttpResponseBase]


def exchanged(view: View) -> View:
    """A view under a mailed link: it is given the token, whatever stands in the address.

    What is sent to an address with a token in it is not taken; its words are shown again.
    """

    @wraps(view)
    @never_cache
    def opened(request: HttpRequest, token: str, *args: Any) -> HttpResponseBase:
        if OPENED.fullmatch(token):
            carried = request.COOKIES.get(cookie_of(token), "")
            if name_of(carried) != token:
                return render(request, "errors/link_elsewhere.html", status=410)
            return view(request, carried, *args)
        if request.method not in ("GET", "HEAD"):
            return page_open_too_long(request)
        return _exchange(request, token)

    return opened


def name_of(token: str) -> str:
    """What stands for a token in the address, once it was opened."""
    return f"opened-{hashlib.sha256(token.encode()).hexdigest()[-16:]}"


def cookie_of(name: str) -> str:
    """Where a browser keeps the token of an opened link, until it is closed."""
    return f"{settings.COOKIE_PREFIX}link-{name}"


def named(request: HttpRequest) -> str:
    """What stands for the token in the address that was asked for, to make others of the same link."""
    return str(request.resolver_match.kwargs["token"]) if request.resolver_match else ""


def _exchange(request: HttpRequest, token: str) -> HttpResponseBase:
    asked = resolve(request.path_info)
    name = name_of(token)
    answer = redirect(reverse(asked.view_name, kwargs={**asked.kwargs, "token": name}))
    answer.set_cookie(cookie_of(name), token, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    answer["Referrer-Policy"] = "no-referrer"
    return answer
