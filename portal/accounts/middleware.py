"""Who is signed in, found together with their session."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from portal.accounts.browsers import browser_in
from portal.accounts.sessions import BROWSER, SessionStore, asking
from portal.accounts.tries import know_browser
from portal.govuk.views import signed_out_meanwhile

PROVED = "account_authentication_methods"  # where the library keeps how, and when, somebody proved who they are
KEYED = "keyed_at"  # the last of these that has given the session another key


class PersonMiddleware(AuthenticationMiddleware):
    """Django's own, with each of its checks; the person comes with the session instead of by a query of their own.

    Opening a page, or sending something, notes that the session is in use.
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
        if session is not None and session.modified and SESSION_KEY in session:
            _change_key(session)
            if BROWSER not in session:
                session[BROWSER] = browser_in(request.headers.get("User-Agent", ""))
                know_browser(response, str(getattr(request.user, "email", "")))
        return response


def _change_key(session: SessionBase) -> None:
    """Give a session another key once its person has proved again who they are; signing in gives one by itself."""
    proved = [one.get("at") for one in session.get(PROVED, []) if one.get("reauthenticated")]
    if proved and session.get(KEYED) != proved[-1]:
        session[KEYED] = proved[-1]
        session.cycle_key()


FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads strangers to signing in. Whose session ended while they were writing is shown what they had typed."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase:  # type: ignore[override]
        """To signing in; or a page with the words of a form that came too late, which were not saved."""
        was_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.session_key is None
        if request.method == "POST" and was_in and request.content_type in FORMS:
            return signed_out_meanwhile(request)
        return super().handle_no_permission(request, view_func)


def _person(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    with asking(request.session):
        person = get_user(request)
    if person.is_authenticated and isinstance(request.session, SessionStore):
        request.session.note_use()
    return person
