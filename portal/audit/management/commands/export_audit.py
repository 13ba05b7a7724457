"""`manage.py export_audit`: the whole audit trail, or a part of it, as a file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import AuditEvent
from portal.audit.sentences import kinds
from portal.audit.trails import SHEET_ROWS, Events, Narrowing, csv_lines, json_lines, workbook


class Command(BaseCommand):
    """For the portal's operator alone, who reads what no page shows: the trail of every partnership and partner."""

    help = (
        "Write the audit trail of the whole portal, or a part of it, to a file: CSV, JSON with what is needed to check "
        f"its hashes, or an Excel workbook (the newest {SHEET_ROWS} events). The file's ending says which."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and how narrowed."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a name that ends in .csv, .json or .xlsx")
        parser.add_argument("--who", default="", help="only what somebody of this name did; a part of it is enough")
        parser.add_argument("--kind", default="", choices=[one.id for one in kinds()], help="only acts of this kind")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="from this day, such as 2027-03-03")
        parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="to this day, the whole of it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, in flat memory."""
        path: Path = options["file"]
        asked = {name: options[name] for name in ("who", "kind", "since", "until")}
        events = Narrowing(**asked).of(AuditEvent.objects.all())
        if path.suffix not in (".csv", ".json", ".xlsx"):
            raise CommandError(f"{path} says no kind of file. Give a name that ends in .csv, .json or .xlsx.")
        try:
            self._write(path, events)
        except OSError as wrong:
            raise CommandError(f"{path} cannot be written: {wrong.strerror}.") from wrong
        self.stdout.write(f"Wrote {events.count()} events to {path}.")

    def _write(self, path: Path, events: Events) -> None:
        if path.suffix == ".xlsx":
            path.write_bytes(workbook(events.order_by("-sequence")))
            return
        ordered = events.order_by("sequence")
        lines = csv_lines(ordered) if path.suffix == ".csv" else json_lines(ordered, "the whole portal")
        with path.open("w", encoding="utf-8", newline="") as kept:
            kept.writelines(lines)
