"""`manage.py document`: all generated pages at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from portal.documenting.ours import own_commands


class Command(BaseCommand):
    """Runs each `document_*` command there is, so that a new page needs no list of pages."""

    help = "Write all reference pages that are made from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Write or check."""
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them all, and tell of all that are out of date."""
        problems = []
        for name in own_commands():
            if name.startswith("document_"):
                try:
                    call_command(name, check=options["check"], stdout=self.stdout)
                except CommandError as problem:
                    problems.append(str(problem))
        if problems:
            raise CommandError("\n".join(problems))
