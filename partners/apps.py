"""The partners room as a Django app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """WHO: partnerships, partners, people, roles, invitations."""

    name = "partners"
