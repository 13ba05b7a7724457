"""`manage.py scan_words`: look through all words again for what looks like a person's data."""

from typing import Any

from django.core.management.base import BaseCommand

from protocols.services.rescanning import scan_words


class Command(BaseCommand):
    """For after a change to the rules of `portal.personal_data`; a second time changes nothing."""

    help = "Look through every clause, data flow and comment again for what looks like a person's data."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and tell how many rows kept something else before."""
        self.stdout.write(f"{scan_words()} rows held something else before.")
