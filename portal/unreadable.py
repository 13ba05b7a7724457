"""What could not be read as a request is answered as any other error: by our page, with its headers and a reference."""

import logging
from collections.abc import Callable
from io import BytesIO
from typing import cast

from csp.middleware import CSPMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string

from portal.headers import HeadersMiddleware
from portal.logs.middleware import ReferenceMiddleware
from portal.logs.references import current_reference

Answering = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger("portal.requests")


def answer(status: int, kind: str) -> bytes:
    """The whole answer, as it goes to the browser; `kind` names the fault in the log, without what was sent.

    No view and no session is asked: there is no request that they could read.
    """

    def unread(_request: HttpRequest) -> HttpResponseBase:
        logger.warning("What was sent is no request that could be read: %s", kind)
        told = {"site_name": "Concordat", "plain": True, "reference": current_reference()}
        return HttpResponse(render_to_string("errors/400.html", told), status=status)

    within = HeadersMiddleware(cast(Answering, XFrameOptionsMiddleware(SecurityMiddleware(unread))))
    answered = ReferenceMiddleware(cast(Answering, CSPMiddleware(within)))(_stands_for_it())
    answered["Content-Length"] = len(answered.content)
    answered["Connection"] = "close"
    return f"HTTP/1.1 {status} {answered.reason_phrase}\r\n".encode() + answered.serialize()


def _stands_for_it() -> WSGIRequest:
    """A request for what is around the page; by https, so that nobody is led there first."""
    return WSGIRequest(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "localhost", "SERVER_PORT": "443",
         "wsgi.input": BytesIO(), "wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    )  # fmt: skip
