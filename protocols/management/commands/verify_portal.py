"""`manage.py verify_portal`: the keys, every file, every signed PDF and the audit trail."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from protocols.documents.errors import AuthorityError
from protocols.services.keys import authority_as_it_is
from protocols.services.soundness import Looked, has_no_need_of_keys, signed_pdfs, stored_as_named

EVERY = 5.0  # seconds between two words of how far it is


class Command(BaseCommand):
    """Changes nothing. Every problem is named; the exit status says whether there was any."""

    help = (
        "Check that the signing keys open, that every file is there as it was stored, that every signed PDF is ours "
        "and whole, and that the audit trail is. Exits 1, naming what is not. restore runs it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to compare the trail with."""
        parser.add_argument(
            "--anchor", action="append", default=[], metavar="ANCHOR", help="as verify_audit takes it; may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one after another, whatever was found before."""
        problems = self._look(stored_as_named(), "{} files are there, each as it was stored.")
        problems += self._look_at_signed()
        try:
            call_command("verify_audit", anchor=options["anchor"], stdout=self.stdout, stderr=self.stderr, verbosity=0)
        except CommandError as problem:
            self.stderr.write(str(problem))
            problems += 1
        if problems:
            raise CommandError(f"{problems} problem{'s' if problems > 1 else ''} found.", returncode=1)

    def _look_at_signed(self) -> int:
        """The keys, and every PDF that they signed; how many problems."""
        if has_no_need_of_keys():
            self.stdout.write("Nothing was signed yet, so there are no signing keys.")
            return 0
        try:
            authority = authority_as_it_is()
        except AuthorityError as problem:
            self.stderr.write(f"The signing keys do not open, so no PDF was checked: {problem}")
            return 1
        self.stdout.write("The signing keys open.")
        return self._look(signed_pdfs(authority), "{} signed PDFs are ours, and as they were sealed.")

    def _look(self, files: Iterator[Looked], sentence: str) -> int:
        """Tell of each problem, and of how far it is; how many problems."""
        sound, wrong, told_at = 0, 0, time.monotonic()
        for one in files:
            if one.problem:
                wrong += 1
                self.stderr.write(f"{one.name}: {one.problem}")
            else:
                sound += 1
            if time.monotonic() - told_at >= EVERY:
                told_at = time.monotonic()
                self.stdout.write(f"{sound + wrong} so far")
        self.stdout.write(sentence.format(sound))
        return wrong
