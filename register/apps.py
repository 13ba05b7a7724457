"""The register room as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """WHAT THE PUBLIC SEES: the front page, the public register, verification of PDFs."""

    name = "register"
