"""Counts what is dear before it is done."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.pacing.limits import SENT, refusal


class PaceMiddleware:
    """Refuses what one person asks for too often, before the view does anything.

    Whatever somebody who is signed in sends is counted; beside it, what `paced` marks. Files that are sent are counted
    where they are received, since only there may they be read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The page that refuses, or None to go on."""
        if getattr(view, "receives_files", False):
            return None
        refused = refusal(request, SENT) if request.method == "POST" and request.user.is_authenticated else None
        pace = getattr(view, "pace", None)
        return refused or (refusal(request, pace) if pace else None)
