"""`manage.py close_account`: somebody has left, and shall act here no more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.errors import Refused
from partners.services.closing import close_account
from portal.accounts.models import User
from portal.audit.acts import SYSTEM


class Command(BaseCommand):
    """Ends the person's roles today, signs them out everywhere, and lets them sign in no more."""

    help = "Close a person's account. What they did stays on record, under their name. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("email", metavar="EMAIL", help="the address that the person signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close it, and say which roles ended."""
        person = User.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError(f"No account has the address {options['email']}.")
        try:
            ended = close_account(by=SYSTEM, person=person)
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        for role in ended:
            self.stdout.write(f"Ended: {role.label}.")
        self.stdout.write(f"The account of {person.name} is closed.")
