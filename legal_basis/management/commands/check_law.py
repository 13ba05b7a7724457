"""`manage.py check_law [DIRECTORY]`: are the content files whole, and which entries are to be read again?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from legal_basis import loader
from legal_basis.engine.examples import fault_of
from legal_basis.errors import ContentError
from legal_basis.loader import load, load_changes, load_examples, load_guide, load_traps
from legal_basis.queries.reviewing import faults_on, overdue, unsourced


class Command(BaseCommand):
    """Reads every content file as strictly as the site does. What is overdue or unsourced is listed and is no error."""

    help = (
        "Check the content files of the law, the guide and the worked examples, and list what is to be read again. "
        "Exits 1, naming the file and entry, when one is broken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which directory."""
        parser.add_argument("directory", nargs="?", type=Path, default=loader.CONTENT, help="the content to check")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        try:
            law = load(options["directory"])
            guide = load_guide(options["directory"], law)
            examples = load_examples(options["directory"], law)
            load_changes(options["directory"], law)
            load_traps(options["directory"], law)
        except ContentError as fault:
            raise CommandError(str(fault), returncode=1) from fault
        today = timezone.localdate()
        faults = [f"{one.id}: {said}" for one in examples.values() if (said := fault_of(law, one))]
        faults += faults_on(law, today)
        if faults:
            raise CommandError("\n".join(faults), returncode=1)
        for checklist in law.checklists.values():
            self.stdout.write(f"{checklist.id} {checklist.version}: {len(checklist.steps)} steps")
        counts = f"{len(law.gateways)} gateways and bars, {len(law.themes)} themes, {len(law.data_kinds)} kinds of data"
        self.stdout.write(f"{counts}, {len(examples)} examples, {len(guide.questions)} questions in the guide.")
        self.stdout.write(f"Reviewed to {law.as_of}.")
        self._list("Overdue for review", [f"{one.id} (since {law.review_due_on(one)})" for one in overdue(law, today)])
        self._list("Without a source, to be confirmed by counsel", [one.id for one in unsourced(law)])

    def _list(self, title: str, lines: list[str]) -> None:
        self.stdout.write(f"{title}: {len(lines)}")
        for line in lines:
            self.stdout.write(f"  {line}")
