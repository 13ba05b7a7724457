"""Lists the bodies of a public register as partners that an officer can invite."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.errors import Refused
from partners.loader.reading import read_table
from partners.loader.registers import entries
from partners.services.importing.judging import Outcome, Verdict
from partners.services.importing.writing import import_partners
from portal.audit.acts import SYSTEM

PROGRESS_EVERY = 200  # rows; shorter files need no telling how far it is


class Command(BaseCommand):
    """Reads one register; says what would become of each row, and does it with --apply."""

    help = (
        "Read a public register of organisations (TSV or CSV, known by its columns) and list its bodies as partners "
        "that can be invited. Without --apply nothing is written. Running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what to do with it."""
        parser.add_argument("file", type=Path, help="the register")
        parser.add_argument("--apply", action="store_true", help="write what the dry run shows")
        parser.add_argument(
            "--take", action="append", default=[], metavar="CODE", help="take a doubtful body all the same"
        )
        parser.add_argument("--quiet", action="store_true", help="show the totals alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge the rows, show each, and total them."""
        try:
            rows = entries(read_table(options["file"]))
            verdicts = import_partners(
                by=SYSTEM,
                entries=rows,
                apply=options["apply"],
                take=options["take"],
                tell=self._teller(len(rows), quiet=options["quiet"]),
            )
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self._total(verdicts, applied=options["apply"])

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

    def _total(self, verdicts: list[Verdict], *, applied: bool) -> None:
        counted = Counter(verdict.outcome for verdict in verdicts)
        self.stdout.write(", ".join(f"{counted[outcome]} {outcome.value}" for outcome in Outcome) + ".")
        if not applied:
            self.stdout.write("Nothing was written: this was a dry run. Add --apply to write it.")
