"""A generated page: a file under docs/ and the text it should have."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NOTE = "<!-- Made by `manage.py {command}` from the code: change the code, not this page. -->"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in row) + " |\n" for row in lines
    )


class PageCommand(BaseCommand, ABC):
    """The base of each `document_*` command: writes the page or, with --check, says whether it is up to date."""

    path: str
    command: str
    help = "Write a reference page from the code."

    @abstractmethod
    def text(self) -> str:
        """The page in Markdown, from its title on."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Write or check."""
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or compare it."""
        path = Path(settings.BASE_DIR) / self.path
        title, _, rest = self.text().partition("\n")
        text = f"{title}\n\n{NOTE.format(command=self.command)}\n{rest.rstrip()}\n"
        if not options["check"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"Wrote {self.path}.")
        elif not path.exists() or path.read_text() != text:
            raise CommandError(f"{self.path} is out of date. Bring it up to date: manage.py {self.command}")
