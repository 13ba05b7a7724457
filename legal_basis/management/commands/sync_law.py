"""`manage.py sync_law`: mirror the reviewed law to rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from legal_basis.errors import ContentError
from legal_basis.services import sync_law


class Command(BaseCommand):
    """Adds and changes what the content files say, retires what they leave out, deletes nothing."""

    help = "Mirror the reviewed law to rows. Safe to run again: a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync and report."""
        try:
            done = sync_law()
        except ContentError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"The law is in place: {done.added} added, {done.changed} changed, {done.retired} retired.")
