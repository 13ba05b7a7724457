"""Signing in through the provider, and connecting one's account to it. Without a provider, none of this is there."""

from functools import wraps
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from requests import RequestException

from portal.accounts.models import User
from portal.openid.clients import OpenIDClient
from portal.openid.matching import connected_to, disconnect
from portal.openid.refusing import AWAY, UNBELIEVABLE, refused

# What reading an answer raises that is none of the shape that it should have.
SHAPELESS = (KeyError, ValueError, TypeError, AttributeError, ImproperlyConfigured)


def where_there_is_a_provider(view: Any) -> Any:
    """A view that is 404 unless the operator has named a provider."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if not settings.OPENID.on:
            raise Http404
        answer: HttpResponse = view(request)
        return answer

    return shown


@require_POST
@login_not_required
@never_cache
@where_there_is_a_provider
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the provider: to sign in, or, where one is signed in, to connect one's account.

    By a page of ours that goes on by itself: a form's own answer may lead nowhere else, as the content policy says.
    """
    person, more = request.user, {}
    if isinstance(person, User):
        if is_reauthentication_required(request, app="account"):
            return redirect("openid:yours")
        more = {"process": AuthProcess.CONNECT, "person": person.pk}
    client = OpenIDClient(request, settings.OPENID.key)
    try:
        told = {"process": AuthProcess.LOGIN, **more}
        leads_to = client.get_provider().redirect(request, next_url=get_next_redirect_url(request), **told)
    except RequestException as error:
        return refused(request, AWAY, error)
    except (OAuth2Error, *SHAPELESS) as error:
        return refused(request, UNBELIEVABLE, error)
    return render(request, "openid/leading_there.html", {"to": leads_to["Location"], "name": settings.OPENID.name})


class Back(OAuth2CallbackView):
    """The library's way to take an answer, handing on what was kept when the person was led away."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        self.adapter.state, answer = super()._get_state(request, provider)
        return self.adapter.state, answer


@require_GET
@login_not_required
@never_cache
@where_there_is_a_provider
def back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends people back. It signs in by GET, as OpenID Connect has it; state and nonce guard it."""
    try:
        answer: HttpResponse = Back.adapter_view(OpenIDClient(request, settings.OPENID.key))(request)
    except RequestException as error:
        return refused(request, AWAY, error)
    except SHAPELESS as error:
        return refused(request, UNBELIEVABLE, error)
    return answer


@require_safe
@login_not_required
@never_cache
@where_there_is_a_provider
def left(request: HttpRequest) -> HttpResponse:
    """After signing out here: the way to sign out at the provider too, where it has one. It is theirs to choose.

    They may be in the midst of other work with the same sign-in. Only what the portal is called there goes along.
    """
    try:
        ends_there = OpenIDClient(request, settings.OPENID.key).ends_session_at
    except (RequestException, OAuth2Error, *SHAPELESS):
        ends_there = ""
    return render(request, "openid/left.html", {"ends_there": ends_there, "name": settings.OPENID.name})


@require_http_methods(["GET", "HEAD", "POST"])
@where_there_is_a_provider
def yours(request: HttpRequest) -> HttpResponse:
    """Whether one's account is connected to the provider; a POST disconnects it. The password is asked for again."""
    raise_if_reauthentication_required(request, app="account")
    person = cast(User, request.user)
    if request.method == "POST":
        disconnect(request, person)
        messages.success(request, f"Your account is not connected to {settings.OPENID.name} any more.")
        return redirect("openid:yours")
    return render(request, "openid/yours.html", {"connected": connected_to(person), "name": settings.OPENID.name})
