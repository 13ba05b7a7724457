"""The account pages: who you are here, how you sign in, the roles that you hold, and where you are signed in."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.accounts.places import Place, places_of, sign_out_at, sign_out_elsewhere


@require_safe
def you(request: HttpRequest) -> HttpResponse:
    """Your account."""
    context = {"second_factor": is_mfa_enabled(request.user), "places": _places(request)}
    return render(request, "account/you.html", context)


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where you are signed in."""
    return render(request, "account/signed_in.html", {"places": _places(request)})


@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def sign_out_there(request: HttpRequest) -> HttpResponse:
    """Sign out at the `place` named, or everywhere but here where `elsewhere` is sent, once it is clear who asks."""
    person, here = cast(User, request.user), request.session.session_key
    if "elsewhere" in request.POST:
        sign_out_elsewhere(by=person, here=here)
        messages.success(request, "You are signed in here only.")
    elif sign_out_at(request.POST.get("place", ""), by=person, here=here):
        messages.success(request, "You are signed out there.")
    else:
        messages.info(request, "You were signed out there before.")
    return redirect("accounts:signed_in")


def _places(request: HttpRequest) -> list[Place]:
    return places_of(cast(User, request.user), request.session.session_key)
