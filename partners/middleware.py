"""Which capacity the signed-in person acts in, for the whole of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from partners.queries import capacity_of, roles_of

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
