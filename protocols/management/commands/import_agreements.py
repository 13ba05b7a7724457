"""`manage.py import_agreements FILE.csv`: what each row of a register of agreements becomes; with --apply, keep it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.models import Partnership
from portal.audit.acts import SYSTEM
from protocols.errors import Refused
from protocols.loader.elsewhere.reading import Sheet, read_sheet
from protocols.services.elsewhere.importing import DEFAULT_REGISTER, counted, import_agreements, left_out
from protocols.services.elsewhere.judging import Verdict

PROGRESS_EVERY = 500  # rows; shorter files need no telling how far it is
MOST_BYTES = 100 * 1024 * 1024
"""What the command reads at once; the browser takes less, for a page has to be shown of it."""


class Command(BaseCommand):
    """Reads one register; says what each row becomes, and keeps it with --apply."""

    help = (
        "Read a register of data-sharing agreements in the eighteen columns of the Digital Economy Act register and "
        "keep each row as an agreement made elsewhere. Without --apply nothing is written. Running it again changes "
        "nothing; a run that was stopped goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose register it is, and what to do with it."""
        parser.add_argument("file", type=Path, help="the register, as CSV")
        parser.add_argument("--partnership", metavar="PREFIX", help="such as GM; needed where there are several")
        parser.add_argument("--register", default=DEFAULT_REGISTER, help=f"by default “{DEFAULT_REGISTER}”")
        parser.add_argument("--apply", action="store_true", help="write what the dry run shows")
        parser.add_argument("--quiet", action="store_true", help="show the totals alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge the rows, show each, and total them."""
        try:
            sheet = self._sheet(options["file"])
            partnership = _partnership(options["partnership"])
            register = " ".join(options["register"].split())[:120]
            verdicts = import_agreements(
                by=SYSTEM,
                partnership=partnership,
                register=register,
                sheet=sheet,
                apply=options["apply"],
                tell=self._teller(len(sheet.rows), quiet=options["quiet"]),
            )
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        for agreement in left_out(partnership, register, verdicts):
            self.stdout.write(f"Not in this file any more, and left as it is: {agreement}")
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counted(verdicts).items()) + ".")
        if not options["apply"]:
            self.stdout.write("Nothing was written: this was a dry run. Add --apply to write it.")

    def _sheet(self, path: Path) -> Sheet:
        if not path.is_file():
            raise CommandError(f"There is no file at {path}.")
        sheet = read_sheet(path.name, path.read_bytes(), most=MOST_BYTES)
        if sheet.missing:
            self.stdout.write(f"No column for {', '.join(sheet.missing)}: taken as blank in every row.")
        if sheet.unknown:
            self.stdout.write(f"Kept as they are, being none of the eighteen: {', '.join(sheet.unknown)}.")
        return sheet

    def _teller(self, total: int, *, quiet: bool) -> Any:
        seen = 0

        def tell(verdict: Verdict) -> None:
            nonlocal seen
            seen += 1
            if not quiet:
                self.stdout.write(str(verdict))
            if seen % PROGRESS_EVERY == 0:
                self.stderr.write(f"{seen} of {total} rows read")

        return tell


def _partnership(prefix: str | None) -> Partnership:
    """The partnership that is named, or the only one. Raises CommandError, naming them."""
    found = list(Partnership.objects.filter(**({"prefix": prefix} if prefix else {}))[:2])
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{one.prefix} ({one})" for one in Partnership.objects.order_by("prefix"))
    raise CommandError(f"Name the partnership with --partnership PREFIX. There are: {known or 'none yet'}.")
