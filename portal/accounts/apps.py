"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People's accounts."""

    name = "portal.accounts"
    label = "accounts"
