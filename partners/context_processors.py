"""What every page knows about who is acting."""

from django.http import HttpRequest


def capacities(request: HttpRequest) -> dict[str, object]:
    """The capacity acted in and the others that could be, looked up only by pages that show them."""
    return {"capacity": getattr(request, "capacity", None), "roles": getattr(request, "roles", [])}
