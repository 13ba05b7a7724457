"""The backups app."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """See the package."""

    name = "portal.backups"
    label = "backups"
