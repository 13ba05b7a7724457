"""The govuk app."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    """See the package."""

    name = "portal.govuk"
    label = "govuk"
