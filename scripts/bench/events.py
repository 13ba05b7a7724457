"""In a portal of its own: an audit trail of so many events, as acts write them, chained as they chain them."""

import sys

import django

BATCH = 5_000
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

    from portal.audit.models import ChainHead
    from protocols.sample.scale.trails import append
    from scripts.bench.parts import say

    wanted = int(sys.argv[1])
    head = ChainHead.objects.filter(pk=1).first()
    written = head.sequence if head else 0
    while written < wanted:
        last = min(written + BATCH, wanted)
        with transaction.atomic():
            append(event(number) for number in range(written, last))
        written = last
        if written % 100_000 == 0:
            say(f"auditing: {written:,} of {wanted:,} events written")


def event(number: int) -> dict[str, object]:
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
