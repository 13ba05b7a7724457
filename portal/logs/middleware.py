"""Each request under a reference of its own, measured, and told in one line once it is answered."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from portal.logs.figures import ANSWERS, SECONDS
from portal.logs.references import new_reference, referred_to_as

logger = logging.getLogger("portal.requests")

HEADER = "X-Request-ID"
UNKNOWN = "unknown"
BAD = 400


class ReferenceMiddleware:
    """Outermost of all: what the others log bears the reference too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the reference in the answer's header."""
        began = time.perf_counter()
        with referred_to_as(new_reference()) as reference:
            response = self.get_response(request)
            response[HEADER] = reference
            if not request.path_info.startswith(settings.STATIC_URL):
                self._tell(request, response, time.perf_counter() - began)
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        """Count it, and log it. By the page's name, never its address: some addresses are secrets in themselves."""
        page = request.resolver_match.view_name if request.resolver_match else UNKNOWN
        method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
        ANSWERS.labels(page, method, str(response.status_code)).inc()
        SECONDS.labels(page).observe(seconds)
        if response.status_code >= BAD:  # Django would say it once the reference is forgotten; it says nothing twice
            where = page if request.resolver_match else request.path
            log_response("%s: %s", response.reason_phrase, where, response=response, request=request)
        logger.info(
            "%s %s %s in %.0f ms", request.method, page, response.status_code, seconds * 1000,
            extra={"method": request.method, "page": page, "status": response.status_code,
                   "milliseconds": round(seconds * 1000, 1), "person": _person(request)},
        )  # fmt: skip


def _person(request: HttpRequest) -> int | None:
    """The number of who asked, where their session was read anyway; never a query for the log's sake."""
    row = getattr(getattr(request, "session", None), "row", None)
    return getattr(row, "person_id", None)
