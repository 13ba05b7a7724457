"""The pacing app."""

from django.apps import AppConfig


class PacingConfig(AppConfig):
    """Counts what is dear."""

    name = "portal.pacing"
    label = "pacing"
