"""Makes a partnership, and invites its first officer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.errors import Refused
from partners.models import Partnership
from partners.roles import RoleKind
from partners.services.inviting import Invitee, invite
from partners.services.partnerships import create_partnership
from portal.audit.acts import SYSTEM, act


class Command(BaseCommand):
    """Everything else is done on the pages, by the officer who is invited here."""

    help = "Make a partnership and mail its first partnership officer an invitation."

    def add_arguments(self, parser: CommandParser) -> None:
        """What the partnership is called, and who its first officer is."""
        parser.add_argument("name", help="such as “Greater Manchester Partnership”")
        parser.add_argument("--prefix", required=True, help="begins each protocol's reference, such as GM")
        parser.add_argument("--area", required=True, help="such as “Greater Manchester”")
        parser.add_argument("--officer-name", required=True)
        parser.add_argument("--officer-email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, unless it was made before, and invite the officer."""
        invitee = Invitee(options["officer_name"], options["officer_email"], "Partnership officer")
        try:
            with act("partners.partnership.set_up", by=SYSTEM) as done:
                made = Partnership.objects.filter(name=options["name"]).first() or create_partnership(
                    by=SYSTEM, name=options["name"], prefix=options["prefix"], area=options["area"]
                )
                done.subject = made
                invite(by=SYSTEM, at=made, kind=RoleKind.OFFICER, invitee=invitee)
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(f"{made} is ready. An invitation has been mailed to {options['officer_email']}.")
