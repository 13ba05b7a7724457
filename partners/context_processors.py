"""What every page knows about who is acting."""

from django.conf import settings
from django.http import HttpRequest

from partners.queries import second_factor_wanting


def capacities(request: HttpRequest) -> dict[str, object]:
    """The capacity acted in and the others that could be, looked up only by pages that show them."""
    roles = getattr(request, "roles", [])
    return {
        "capacity": getattr(request, "capacity", None),
        "roles": roles,
        "second_factor_needed": lambda: second_factor_wanting(request, roles),
        "second_factor_of_all": settings.SECOND_FACTOR_OF_ALL,
    }
