"""`manage.py renew_archive`: time stamps on archive copies, renewed before their certificates end."""

import sys
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from protocols.models import Document
from protocols.queries.documents import file_name
from protocols.services.archiving import AHEAD, NO_SERVICE, Renewed, due, renew
from protocols.services.keys import timestamper


class Command(BaseCommand):
    """Stamps what is due, one file after another; exit status 1 where one could not be stamped."""

    help = (
        "Stamp signed files for the archive that have no time stamp yet, or one whose certificates end soon. Signed "
        "files stay as they are: each copy is a file of its own. Safe to stop and to repeat: it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How far ahead, how many, and whether to do it at all."""
        parser.add_argument(
            "--within", type=int, default=AHEAD.days, metavar="DAYS", help="stamps that end so soon are renewed"
        )
        parser.add_argument("--most", type=int, metavar="NUMBER", help="stop after so many files")
        parser.add_argument("--dry-run", action="store_true", help="say what is due, and stamp nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stamp each, saying how far it is."""
        ahead, most = timedelta(days=options["within"]), options["most"]
        if options["dry_run"]:
            self._say_due(ahead, most)
            return
        if timestamper() is None:
            raise CommandError(NO_SERVICE)
        total, done = due(ahead=ahead)[:most].count(), 0

        def tell(one: Renewed) -> None:
            nonlocal done
            done += 1
            self.stdout.write(f"{done} of {total}  {file_name(one.signed)}: {_outcome(one)}")

        failed = sum(1 for one in renew(ahead=ahead, most=most, tell=tell) if one.problem)
        self.stdout.write(f"{done - failed} stamped, {failed} not." if done else "Nothing is due.")
        if failed:
            sys.exit(1)

    def _say_due(self, ahead: timedelta, most: int | None) -> None:
        for signed in due(ahead=ahead)[:most]:
            last = Document.objects.filter(snapshot=signed.snapshot_id, kind=Document.Kind.ARCHIVE).last()
            state = f"stamp good until {last.good_until:%-d %B %Y}" if last and last.good_until else "no stamp yet"
            self.stdout.write(f"{file_name(signed)}: {state}")
        count = due(ahead=ahead)[:most].count()
        self.stdout.write(f"{count} due. Nothing was stamped: this was a dry run." if count else "Nothing is due.")


def _outcome(one: Renewed) -> str:
    if one.problem:
        return one.problem
    if one.copy is None or one.copy.good_until is None:
        return "stamped meanwhile by another"
    return f"stamped, good until {one.copy.good_until:%-d %B %Y}"
