"""The app of sign-in through a provider."""

from django.apps import AppConfig


class OpenIDConfig(AppConfig):
    """Sign-in through an OpenID Connect provider."""

    name = "portal.openid"
    label = "openid"
