"""What every page knows about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The product's name and whether this is a demonstration."""
    return {"site_name": "Concordat", "demo": settings.DEMO}
