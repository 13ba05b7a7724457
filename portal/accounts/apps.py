"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People's accounts."""

    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Keep recovery codes as `portal.accounts.recovery` does."""
        from portal.accounts.recovery import take_the_librarys_place

        take_the_librarys_place()
