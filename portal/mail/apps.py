"""The mail app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """See the package."""

    name = "portal.mail"
    label = "mail"
