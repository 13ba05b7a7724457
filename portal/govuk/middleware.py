"""Nothing that somebody typed is lost because it was not taken, whichever view refused it."""

from collections.abc import Callable
from html import escape, unescape

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from portal.govuk.kept import KEPT, MOST, Typed, typed_in, words_in
from portal.logs.references import current_reference

REFUSED = {403, 409, 422}
MARK = "nonce"  # in the names of the constraints by which each form is taken once
MAIN_ENDS = "</main>"


class KeptWordsMiddleware:
    """Shows again what was typed into a form that was refused, where the refusing page does not show it itself.

    A view that leads elsewhere and says why in a message has the words shown beneath the message, on the next page. A
    page that refuses without its form, such as for somebody who may not send it any more, has them at its end. A form
    that was sent before, from another page or in another capacity, is not taken again, and says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the words."""
        response = self.get_response(request)
        if request.method != "POST" or response.streaming:
            return response
        if response.status_code in (302, 303):
            if _told_of_an_error(request) and (typed := words_in(request.POST)) and _size(typed) <= MOST:
                request.session[KEPT] = typed
        elif response.status_code in REFUSED and response.headers.get("Content-Type", "").startswith("text/html"):
            _show_at_the_end(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The page for a form that carries the mark of one that was taken elsewhere; None for any other error."""
        if request.method != "POST" or not (isinstance(exception, IntegrityError) and MARK in str(exception)):
            return None
        told = {"typed": typed_in(request.POST), "reference": current_reference()}
        return render(request, "errors/409_sent_before.html", told, status=409)


def _told_of_an_error(request: HttpRequest) -> bool:
    """Whether the view has just left a message that something was refused."""
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", [])
    return any(message.level >= messages.WARNING for message in queued)


def _size(typed: list[Typed]) -> int:
    return sum(len(one["text"]) for one in typed)


def _show_at_the_end(request: HttpRequest, response: HttpResponseBase) -> None:
    """Put the words that the page does not hold where its main part ends."""
    page = str(response.content, response.charset)  # type: ignore[attr-defined]
    shown = _plain(unescape(page))
    gone = [
        one for one in words_in(request.POST) if escape(one["text"]) not in page and _plain(one["text"]) not in shown
    ]
    if gone and MAIN_ENDS in page:
        words = render_to_string("errors/_typed.html", {"typed": gone})
        response.content = page.replace(MAIN_ENDS, words + MAIN_ENDS)  # type: ignore[attr-defined]


def _plain(markup: str) -> str:
    return " ".join(strip_tags(markup).split())
