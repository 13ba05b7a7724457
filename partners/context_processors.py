"""What every page knows about who is acting."""

from django.http import HttpRequest

from partners.queries import lacks_second_factor


def capacities(request: HttpRequest) -> dict[str, object]:
    """The capacity acted in and the others that could be, looked up only by pages that show them."""
    roles = getattr(request, "roles", [])
    return {
        "capacity": getattr(request, "capacity", None),
        "roles": roles,
        "second_factor_needed": lambda: lacks_second_factor(request.user, roles),
    }
