"""In a portal of its own: an audit trail of so many events, as acts write them, chained as they chain them."""

import sys
from datetime import UTC, datetime
from typing import Any

import django

BATCH, TOLD = 5_000, 500
ACTIONS = (
    "protocols.section.save",
    "protocols.comment.add",
    "legal_basis.answer",
    "protocols.decide",
    "partners.act_as",
)


def main() -> None:
    """Write events until there are so many."""
    django.setup()
    from django.db import transaction

    from portal.audit.chain import GENESIS
    from portal.audit.models import ChainHead
    from scripts.bench.parts import say

    wanted = int(sys.argv[1])
    head, _ = ChainHead.objects.get_or_create(pk=1, defaults={"sequence": 0, "hash": GENESIS})
    written, end = head.sequence, head.hash
    while written < wanted:
        last = min(written + BATCH, wanted)
        with transaction.atomic():
            end = _append(range(written, last), end)
        written = last
        if written % 100_000 == 0:
            say(f"auditing: {written:,} of {wanted:,} events written")


def _append(numbers: range, end: str) -> str:
    """Add events after the one with this hash; the hash of the last."""
    from portal.audit.models import AuditEvent

    made, now = [], datetime.now(UTC)
    for number in numbers:
        one = AuditEvent(sequence=number + 1, at=now, previous_hash=end, **event(number))
        one.hash = end = one.expected_hash()
        made.append(one)
    AuditEvent.objects.bulk_create(made, batch_size=TOLD)
    return end


def event(number: int) -> dict[str, Any]:
    """What an event tells, but for its place in the chain."""
    return {
        "action": ACTIONS[number % len(ACTIONS)], "actor_name": f"Sample Person {number % 900}",
        "capacity": "contributor, Northmoor Council", "person_id": number % 900 + 1, "role_id": number % 1200 + 1,
        "organisation_id": number % 60 + 1, "subject_type": "protocols.section", "subject_id": str(number % 250_000),
        "subject_label": f"NM-{number % 9999:04d} version 1, clause {number % 25 + 1}",
        "details": {"revision": number % 40, "before": "a few words of what stood there"},
    }  # fmt: skip


if __name__ == "__main__":
    main()
