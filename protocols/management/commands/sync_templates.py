"""manage.py sync_templates: mirror the reviewed template files to rows."""

from django.core.management.base import BaseCommand, CommandError

from protocols.errors import Invalid
from protocols.loader import library
from protocols.services.templates import sync_templates


class Command(BaseCommand):
    """Adds what is new, retires what is gone, changes nothing the second time."""

    help = "Mirror the template files to the database. Running it twice changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        """Sync, and say what was done."""
        try:
            synced = sync_templates(library().templates.values())
        except Invalid as invalid:
            raise CommandError(invalid.sentence) from invalid
        done = {"Added": synced.added, "Brought up to date": synced.annotated, "Retired": synced.retired}
        for word, titles in done.items():
            for title in titles:
                self.stdout.write(f"{word}: {title}")
        self.stdout.write(f"{len(synced.unchanged)} unchanged.")
