"""What the database broke off for another's sake is done again, before whoever sent it hears of it."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.reaching import gave_way
from portal.uploads import from_the_start

logger = logging.getLogger(__name__)

AGAIN = 2  # times, after the first
# What proves who somebody is counts once: their pages are left to say that it was not taken.
OF_ACCOUNTS = (["accounts"], ["openid"])


class RepeatMiddleware:
    """Calls a view again whose transaction gave way to another one's.

    Nothing came of it, neither rows nor what waits for the commit, and every POST is safe to repeat: what an earlier
    transaction of the same view did is not done twice. After that, the page says that it was not done, with the words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """What the view answers then; None where it is not to be called again, or gives way each time."""
        found = request.resolver_match
        if not gave_way(exception) or found is None or not found.namespaces or found.namespaces in OF_ACCOUNTS:
            return None
        for _ in range(AGAIN):
            logger.warning("%s gave way to another transaction, and is done again: %s", found.view_name, exception)
            from_the_start(request)
            try:
                answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
            except DatabaseError as problem:
                if not gave_way(problem):
                    raise
            else:
                return answer
        return None
