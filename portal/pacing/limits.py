"""How much of what is dear one person may ask for: so generous that people never meet it, and programs do.

`docs/how-to/operate.md` has the table, and how an operator changes it. Each person is counted by themselves, in
whatever browser they are, so that nobody uses up what is another's; somebody who is not signed in, by their network.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from portal.govuk.views import too_many_requests
from portal.pacing.counting import times, who_asks, window_end

MINUTES = 10
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Pace:
    """One kind of what is dear: its name where it is counted, how often in ten minutes, its sentence, and how asked."""

    what: str
    most: int
    sentence: str
    methods: frozenset[str] = frozenset({"GET", "POST"})


POSTED = frozenset({"POST"})
SENT = Pace("sent", 2000, "You have sent {most} changes in ten minutes, more than one person types.", POSTED)
FILES = Pace("files", 200, "You have asked for {most} files in ten minutes.")
MADE = Pace("made", 60, "You have had {most} files or comparisons made in ten minutes.")
UPLOADS = Pace("uploads", 60, "You have sent {most} files in ten minutes.", POSTED)
MAIL = Pace("mail", 100, "You have had {most} mails to others sent in ten minutes.", POSTED)
PACES = (SENT, FILES, MADE, UPLOADS, MAIL)


def paced(pace: Pace) -> Callable[[View], View]:
    """A view that is dear: the middleware counts it, and whoever asks too often is told when to come back."""

    def marked(view: View) -> View:
        view.pace = pace  # type: ignore[attr-defined]
        return view

    return marked


def refusal(request: HttpRequest, pace: Pace) -> HttpResponse | None:
    """Count one more; where it is one too many, the page that says when to try again, with what was typed."""
    if request.method not in pace.methods or not settings.PACE:
        return None
    most = max(1, round(pace.most * settings.PACE))
    if times(pace.what, who_asks(request), seconds=MINUTES * 60) <= most:
        return None
    return too_many_requests(request, sentence=pace.sentence.format(most=f"{most:,}"), again=window_end(MINUTES * 60))
