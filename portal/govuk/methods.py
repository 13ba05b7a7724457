"""An address that is asked in a way that it does not take, such as a button's opened by itself, answers with a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from portal.govuk.views import method_not_allowed


class MethodMiddleware:
    """Puts our page into the empty answer (405) by which Django refuses a method; `Allow` stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the page for people; programs that ask by other methods read the status."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method in ("GET", "POST"):
            response.content = method_not_allowed(request).content
        return response
