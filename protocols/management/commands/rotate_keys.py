"""`manage.py rotate_keys`: a new certificate authority for signing; the old one stays trusted for what it signed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from protocols.documents.authority import Authority
from protocols.errors import Refused
from protocols.services.keys import are_made, authority_as_it_is, fingerprint_of, make_first_keys, rotate_keys


class Command(BaseCommand):
    """Puts a new authority in the old one's place, with --apply; says what it would do without."""

    help = (
        "Make a new authority and seal, and retire the old: its certificate is kept, so what it signed stays ours, "
        "and its private keys are destroyed. Running processes take the new one up. Where there is none yet, make the "
        "first. Without --apply nothing changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to do it."""
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which authority goes and which comes."""
        try:
            if not options["apply"]:
                self._tell()
            elif are_made():
                self._rotate()
            else:
                self.stdout.write(f"Made, as the first: {_said(make_first_keys())}")
                self.stdout.write("Back the directory up, and publish its certificate's fingerprint.")
        except Refused as refused:
            raise CommandError(refused.sentence) from None

    def _tell(self) -> None:
        if are_made():
            self.stdout.write(f"The authority in place: {_said(authority_as_it_is())}")
            self.stdout.write("Nothing was changed: this was a dry run. Add --apply to put a new one in its place.")
        else:
            self.stdout.write("There is no authority yet: the first signature has one made, or --apply does so now.")

    def _rotate(self) -> None:
        old, new = rotate_keys()
        self.stdout.write(f"Retired, and kept in earlier/: {_said(old)}")
        self.stdout.write(f"Now in place: {_said(new)}")
        self.stdout.write("Back the directory up again. Partners who trust the old certificate need the new one too.")


def _said(one: Authority) -> str:
    return f"{fingerprint_of(one)}, good until {one.root.certificate.not_valid_after_utc:%-d %B %Y}"
