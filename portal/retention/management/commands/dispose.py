"""`manage.py dispose`: let go of what is kept long enough."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.retention.disposing import dispose


class Command(BaseCommand):
    """Does at once what the portal does by itself while it runs, and says how many of each kind."""

    help = "Let go of what the portal has kept long enough. Safe to run again: a second run finds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Do it, or only count."""
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Kind by kind."""
        verb = "Would let go of" if options["dry_run"] else "Let go of"
        for one in dispose(dry_run=options["dry_run"]):
            self.stdout.write(f"{verb} {one.count}: {one.kept.what}, {one.kept.how_long}.")
