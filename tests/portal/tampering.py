"""What somebody with the database's own key could do to the trail."""

from django.db import connection

from portal.audit.chain import GENESIS
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.triggers import POSTGRESQL_DROP, POSTGRESQL_FOLLOW_DROP, SQLITE_DROP, SQLITE_FOLLOW_DROP

LIFTED = {
    "sqlite": [*SQLITE_DROP, *SQLITE_FOLLOW_DROP],
    "postgresql": [*POSTGRESQL_DROP, *POSTGRESQL_FOLLOW_DROP],
}


def tamper(*statements: str) -> None:
    """Statements of SQL, with the guards of the trail lifted."""
    with connection.cursor() as cursor:
        for statement in [*LIFTED[connection.vendor], *statements]:
            cursor.execute(statement)


def rewrite(start: int, **first: object) -> None:
    """Every hash from an event on made anew, as a forger would who knows how; the chain's end with them."""
    tamper()
    previous = AuditEvent.objects.get(sequence=start - 1).hash if start > 1 else GENESIS
    for event in AuditEvent.objects.filter(sequence__gte=start).order_by("sequence"):
        for name, value in first.items() if event.sequence == start else ():
            setattr(event, name, value)
        event.previous_hash = previous
        event.hash = previous = event.expected_hash()
        event._state.adding = True
        tamper(f"DELETE FROM audit_auditevent WHERE sequence={event.sequence}")  # noqa: S608 - our own numbers
        event.save()
    ChainHead.objects.update(hash=previous)
