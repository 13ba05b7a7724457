"""The background-work app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Runs and watches background jobs."""

    name = "portal.work"
    label = "work"
