"""`manage.py check_law [DIRECTORY]`: are the content files whole?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from legal_basis.errors import ContentError
from legal_basis.loader import CONTENT, load


class Command(BaseCommand):
    """Reads every content file as strictly as the site does and names the first thing wrong."""

    help = "Check the content files of the law. Exits 1, naming the file and entry, when one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which directory."""
        parser.add_argument("directory", nargs="?", type=Path, default=CONTENT, help="the content to check")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        try:
            law = load(options["directory"])
        except ContentError as fault:
            raise CommandError(str(fault), returncode=1) from fault
        for checklist in law.checklists.values():
            self.stdout.write(f"{checklist.id} {checklist.version}: {len(checklist.steps)} steps")
        counts = f"{len(law.gateways)} gateways and bars, {len(law.themes)} themes, {len(law.data_kinds)} kinds of data"
        self.stdout.write(f"{counts}, reviewed to {law.as_of}.")
