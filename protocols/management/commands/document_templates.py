"""`manage.py document_templates [--check]`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from protocols.loader import library
from protocols.loader.manual import templates_manual

PAGE = Path("docs/reference/templates.md")


class Command(BaseCommand):
    """Write the manual page of the templates from their content files, or check that it is up to date."""

    help = "Writes docs/reference/templates.md from protocols/content, or checks that it is up to date."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether only to check."""
        parser.add_argument("--check", action="store_true", help="Write nothing; fail if the page is out of date.")

    def handle(self, *args: object, **options: object) -> None:
        """Write the page, or say in one sentence that it is out of date."""
        path, text = Path(settings.BASE_DIR) / PAGE, templates_manual(library())
        if not options["check"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {PAGE}.")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            raise CommandError(f"{PAGE} is out of date. Run manage.py document_templates.")
        else:
            self.stdout.write(f"{PAGE} is up to date.")
