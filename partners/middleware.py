"""Which capacity the signed-in person acts in, for the whole of a request."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from partners.queries import capacity_of, roles_of, second_factor_wanting
from portal.govuk.kept import typed_in
from portal.govuk.views import second_factor_first

SESSION_KEY = "capacity"


class CapacityMiddleware:
    """Sets `request.capacity`: the role chosen in this session, or the person's first, or None.

    A role that has ended since it was chosen is dropped at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the roles and the capacity: one query for somebody signed in, none for a stranger."""
        request.roles = roles_of(request.user)  # type: ignore[attr-defined]
        chosen = request.session.get(SESSION_KEY) if request.roles else None  # type: ignore[attr-defined]
        request.capacity = capacity_of(request.roles, chosen)  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """Where the portal asks for it, leads whoever approves or signs to setting up a second factor before all else.

    A form that they were writing meanwhile is not taken, and its words are shown again. Open to them are the public
    pages and those of their account. Without the setting, it asks the database nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """Lead away from every page that is closed to strangers, but those of the account."""
        if not getattr(view, "login_required", True) or _of_account(request):
            return None
        lacks = second_factor_wanting(request, request.roles)  # type: ignore[attr-defined]
        if not lacks:
            return None
        writes = request.method == "POST" and typed_in(request.POST)
        return second_factor_first(request) if writes else redirect("mfa_index")


def _of_account(request: HttpRequest) -> bool:
    """Sign-in and account pages: ours, and the library's, which have no name space."""
    found = request.resolver_match
    return found is not None and (not found.namespaces or found.namespaces in (["accounts"], ["openid"]))
