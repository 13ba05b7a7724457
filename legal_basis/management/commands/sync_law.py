"""`manage.py sync_law`: mirror the reviewed law to rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from legal_basis.errors import ContentError
from legal_basis.services import move_open_assessments, sync_law


class Command(BaseCommand):
    """Adds and changes what the content files say, retires what they leave out, deletes nothing.

    Assessments under way then move to the checklist's new version; concluded ones keep the text they were answered on.
    """

    help = "Mirror the reviewed law to rows. Safe to run again: a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync and report."""
        try:
            done = sync_law()
        except ContentError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"The law is in place: {done.added} added, {done.changed} changed, {done.retired} retired.")
        moved = move_open_assessments()
        if moved:
            said = "1 open assessment has" if moved == 1 else f"{moved} open assessments have"
            self.stdout.write(f"{said} moved to the new version of the checklist.")
