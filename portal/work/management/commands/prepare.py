"""`manage.py prepare`: bring the database up to this release."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.accounts.models import User


class Command(BaseCommand):
    """Run before each start: what is done already is left as it is."""

    help = "Migrate, load the law and the templates and, in a demonstration with an empty database, the samples."
    requires_system_checks = ()  # a start should take seconds: `manage.py check` and the tests run them

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the commands of `settings.PORTAL_PREPARE`; then, where wanted, load the samples and send their mail."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        for command in settings.PORTAL_PREPARE:
            call_command(command, stdout=self.stdout)
        if settings.DEMO and not User.objects.exists():
            call_command("load_sample", stdout=self.stdout)
            call_command("run_worker", until_idle=True, interval=0)
