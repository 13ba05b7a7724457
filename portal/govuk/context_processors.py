"""What every page knows about the site."""

from django.conf import settings
from django.http import HttpRequest

from portal.govuk.kept import KEPT, Typed


def site(request: HttpRequest) -> dict[str, object]:
    """The product's name, whether this is a demonstration, and the provider that one may sign in with."""
    return {
        "site_name": "Concordat",
        "demo": settings.DEMO,
        "openid": settings.OPENID,
        "kept_words": lambda: kept_words(request),
    }


def kept_words(request: HttpRequest) -> list[Typed]:
    """What was typed into a form that the page before refused; shown once, beneath the message that says why."""
    words: list[Typed] = request.session.pop(KEPT, [])
    return words
