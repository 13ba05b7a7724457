"""The documenting app."""

from django.apps import AppConfig


class DocumentingConfig(AppConfig):
    """See the package."""

    name = "portal.documenting"
    label = "documenting"
