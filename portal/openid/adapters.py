"""What becomes of a sign-in that the provider has vouched for: whose account it opens, or the page that refuses it."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from requests import RequestException

from portal.accounts.models import User
from portal.openid import refusing
from portal.openid.matching import connect, gave_two_factors, note_second_factor, person_by_email
from portal.openid.provider import app_of_settings
from portal.openid.sessions import AsksWhereItWasTold


class OpenIDAdapter(DefaultSocialAccountAdapter):
    """Opens accounts that exist, and never makes one: people are invited."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The provider of the settings; none is kept in the database."""
        return app_of_settings()

    def get_requests_session(self) -> AsksWhereItWasTold:
        """What the provider is asked with, by the library and by us."""
        return AsksWhereItWasTold()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The empty account that stands for somebody unknown stays empty: it is never kept."""
        person: User = sociallogin.user
        return person

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose account this opens. Raises ImmediateHttpResponse with the answer where it opens none."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._connect(request, sociallogin)
        if not sociallogin.is_existing:
            person = person_by_email(sociallogin.claims)
            if person is None or not connect(request, sociallogin.account, person):
                raise ImmediateHttpResponse(refusing.refused(request, refusing.UNKNOWN))
            sociallogin.user = person
        if gave_two_factors(sociallogin.claims):
            note_second_factor(request, sociallogin.user)

    def _connect(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect it to the account of whoever asked for it, if they are still who is signed in."""
        person = request.user
        if not isinstance(person, User) or sociallogin.state.get("person") != person.pk:
            raise ImmediateHttpResponse(refusing.refused(request, refusing.BEGIN_AGAIN))
        if not connect(request, sociallogin.account, person):
            raise ImmediateHttpResponse(refusing.refused(request, refusing.TAKEN))
        messages.success(request, f"You can now sign in with {sociallogin.provider.name}.")
        raise ImmediateHttpResponse(redirect("openid:yours"))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: BaseException | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Answer with our own page; always raises ImmediateHttpResponse."""
        if error == AuthError.CANCELLED:
            why = refusing.CANCELLED
        elif isinstance(exception, RequestException):
            why = refusing.AWAY
        elif isinstance(exception, OAuth2Error) or request.GET.get("error"):
            why = refusing.UNBELIEVABLE
        else:
            why = refusing.BEGIN_AGAIN
        raise ImmediateHttpResponse(refusing.refused(request, why, exception))
