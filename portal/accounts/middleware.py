"""Who is signed in, found together with their session."""

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from portal.accounts.browsers import browser_in
from portal.accounts.sessions import BROWSER, SessionStore, asking
from portal.accounts.tries import know_browser


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, with each of its checks; the person comes with the session instead of by a query of their own.

    Opening a page notes that the session is in use. Saving as one writes does not, so it costs no write more.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Set `request.user`, found when it is first asked for."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Where somebody has just signed in, by whatever way, keep in which browser; it is written anyway.

        The browser keeps that, too: guesses made elsewhere do not use up its tries.
        """
        session = getattr(request, "session", None)
        if session is not None and session.modified and SESSION_KEY in session and BROWSER not in session:
            session[BROWSER] = browser_in(request.headers.get("User-Agent", ""))
            know_browser(response, str(getattr(request.user, "email", "")))
        return response


def _person(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    with asking(request.session):
        person = get_user(request)
    if request.method == "GET" and person.is_authenticated and isinstance(request.session, SessionStore):
        request.session.note_use()
    return person
