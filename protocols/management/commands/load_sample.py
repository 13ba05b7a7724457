"""`manage.py load_sample`: the sample partnership, into an empty database only."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import User
from protocols.models import TemplateVersion
from protocols.sample import PASSWORD, load

SIGN_INS = "sample-sign-ins.json"


class Command(BaseCommand):
    """Load the sample partnership: fictional bodies, people in every role, protocols in every state."""

    help = "Loads a fictional partnership, marked as a sample, into an empty database; writes and prints the sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, unless anybody has an account already."""
        if User.objects.exists():
            raise CommandError("The sample is for an empty database only. This one has people in it already.")
        if not TemplateVersion.objects.exists():
            call_command("sync_templates", stdout=self.stdout)
        started = time.monotonic()
        loaded = load(lambda line: self.stdout.write(f"  {line}"))
        path = settings.DATA_DIR / SIGN_INS
        path.write_text(json.dumps(loaded.sign_ins, indent=2, ensure_ascii=False) + "\n")
        self.stdout.write(f"The sample is loaded, in {time.monotonic() - started:.0f} seconds. Sign in as any of:")
        for person in loaded.sign_ins:
            self.stdout.write(f"  {person['email']:<40} {person['role']}")
        self.stdout.write(f"The password of all of them is {PASSWORD}. The list is in {path}.")
