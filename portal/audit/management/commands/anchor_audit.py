"""`manage.py anchor_audit`: note where the audit trail ends, to be kept elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.anchors import anchor_now


class Command(BaseCommand):
    """Prints the number and hash of the last event, or adds them to a file, a line each time."""

    help = (
        "Note where the audit trail ends. Kept elsewhere, the note proves later that nothing before it was rewritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--to", type=Path, metavar="FILE", help="add the note to this file; printed otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one line."""
        line = anchor_now().line()
        if options["to"] is None:
            self.stdout.write(line)
            return
        try:
            with options["to"].open("a") as kept:
                kept.write(line + "\n")
        except OSError as wrong:
            raise CommandError(f"{options['to']} cannot be written: {wrong.strerror}.") from wrong
        self.stdout.write(f"Noted in {options['to']}: {line}")
