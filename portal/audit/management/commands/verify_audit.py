"""`manage.py verify_audit`: is the audit trail whole?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.anchors import Anchor, Unreadable, read_anchors
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent

SHOWN = 100  # breaks told one by one; more are counted


class Command(BaseCommand):
    """Recomputes the hash chain and names every event that was changed, removed, inserted, moved or replaced."""

    help = "Check that the audit trail is whole. Exits 1, naming the events, when it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to begin, and what to compare with."""
        parser.add_argument("--from", type=int, default=1, metavar="N", dest="start", help="begin with event N")
        parser.add_argument(
            "--anchor", action="append", default=[], metavar="ANCHOR",
            help="an anchor file that anchor_audit wrote, or SEQUENCE:HASH from a signing receipt; may be given again",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the trail and report."""
        start, anchors = options["start"], self._anchors(options["anchor"])
        if start < 1:
            raise CommandError("Events are numbered from 1. Give --from 1 or more.")
        progress = self._progress if options["verbosity"] > 0 else None
        found = 0
        for problem in breaks(start, anchors=anchors, progress=progress):
            found += 1
            if found <= SHOWN:
                self.stderr.write(str(problem))
        if found > SHOWN:
            self.stderr.write(f"and {found - SHOWN} more.")
        if found:
            raise CommandError(f"The audit trail is broken in {found} place{'s' if found > 1 else ''}.", returncode=1)
        self._whole(start, len(anchors))

    def _whole(self, start: int, anchors: int) -> None:
        last = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        since = f" from event {start} on" if start > 1 else ""
        agreed = f", and agrees with {anchors} anchor{'s' if anchors > 1 else ''}" if anchors else ""
        self.stdout.write(f"The audit trail is whole{since}: {max(last - start + 1, 0)} events{agreed}.")
        self.stdout.write(f"Next time, --from {last + 1} checks what came after.")

    def _progress(self, sequence: int) -> None:
        self.stderr.write(f"Checked up to event {sequence}.")

    def _anchors(self, given: list[str]) -> list[Anchor]:
        anchors: list[Anchor] = []
        for one in given:
            path = Path(one)
            try:
                anchors += read_anchors(path.read_text().splitlines() if path.is_file() else [one])
            except Unreadable as wrong:
                raise CommandError(f"{one}: {wrong}") from wrong
        return anchors
