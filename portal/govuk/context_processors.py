"""What every page knows about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The product's name, whether this is a demonstration, and the provider that one may sign in with."""
    return {"site_name": "Concordat", "demo": settings.DEMO, "openid": settings.OPENID}
