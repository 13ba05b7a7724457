"""`manage.py verify_audit`: is the audit trail whole?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.checks import breaks
from portal.audit.models import AuditEvent


class Command(BaseCommand):
    """Recomputes the hash chain and names every event that was changed, removed, inserted or reordered."""

    help = "Check that the audit trail is whole. Exits 1, naming the events, when it is not."

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the trail and report."""
        found = 0
        for problem in breaks():
            found += 1
            self.stderr.write(str(problem))
        if found:
            raise CommandError(f"The audit trail is broken in {found} place{'s' if found > 1 else ''}.", returncode=1)
        self.stdout.write(f"The audit trail is whole: {AuditEvent.objects.count()} events.")
