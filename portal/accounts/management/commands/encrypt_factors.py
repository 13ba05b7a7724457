"""`manage.py encrypt_factors`: the secrets of second factors under the first key of those that are set."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.accounts.factors import keep_encrypted


class Command(BaseCommand):
    """Brings under the first key of CONCORDAT_FACTOR_KEYS what is under another, or under none."""

    help = (
        "Encrypt the secrets of second factors under the first key of CONCORDAT_FACTOR_KEYS. Run it once a new key "
        "stands first; then the old one can go. A worker does the same every so often. Safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Encrypt, and say how many."""
        count = keep_encrypted()
        self.stdout.write(f"{count} second factors are now encrypted under the first key; the others were before.")
