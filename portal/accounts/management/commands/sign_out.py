"""`manage.py sign_out`: end sign-ins from outside, of one person or of everybody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import User
from portal.accounts.places import end_all_sign_ins


class Command(BaseCommand):
    """Signs one person, or everybody, out of every browser. They can sign in again: `close_account` ends that too."""

    help = "Sign a person, or everybody, out of every browser, as where a laptop is lost. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom."""
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("email", nargs="?", metavar="EMAIL", help="the address that the person signs in with")
        whom.add_argument("--everybody", action="store_true", help="everybody, as after a weakness was mended")

    def handle(self, *args: Any, **options: Any) -> None:
        """End them, and say how many there were."""
        person = None
        if not options["everybody"]:
            person = User.objects.filter(email__iexact=options["email"].strip()).first()
            if person is None:
                raise CommandError(f"No account has the address {options['email']}.")
        self.stdout.write(f"Ended {end_all_sign_ins(person)} sign-ins of {person.name if person else 'everybody'}.")
