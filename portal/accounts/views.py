"""The account page: who you are here, how you sign in, and the roles that you hold."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def you(request: HttpRequest) -> HttpResponse:
    """Your account."""
    return render(request, "account/you.html", {"second_factor": is_mfa_enabled(request.user)})
