"""`manage.py verify_document FILE`."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protocols.documents.verifying import LIMIT, verify
from protocols.services.keys import authority


class Command(BaseCommand):
    """Say whether a PDF is ours, whole, and by whom signed; the exit status is 0 only when it is ours and whole."""

    help = "Says whether a PDF is ours and whole, and by whom signed. Exit status 0 only when it is both."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """Print the sentence, the reasons and the signatures."""
        file = options["file"]
        assert isinstance(file, Path)
        try:
            with file.open("rb") as handle:
                data = handle.read(LIMIT + 1)
        except OSError as problem:
            raise CommandError(f"The file could not be read: {problem.strerror}: {file}", returncode=2) from problem
        found = verify(data, authority())
        self.stdout.write(found.sentence)
        for reason in found.reasons:
            self.stdout.write(f"  {reason}")
        for one in found.signatures:
            who = ", ".join(part for part in (one.person, one.post, one.organisation) if part)
            when = one.at.strftime("%Y-%m-%d %H:%M:%S %Z") if one.at else "at an unknown time"
            self.stdout.write(f"  {one.kind}: {who}, {when}, {'intact' if one.intact else 'NOT INTACT'}")
        if found.sha256:
            self.stdout.write(f"  Content: {found.reference} version {found.version}, SHA-256 {found.sha256}")
        if not found.whole:
            sys.exit(1)
