"""The retention app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """See the package."""

    name = "portal.retention"
    label = "retention"
