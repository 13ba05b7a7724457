"""Checking the chain: what was changed, removed, inserted or reordered, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.audit.chain import GENESIS
from portal.audit.models import AuditEvent, ChainHead


@dataclass(frozen=True)
class Break:
    """A place where the trail does not hold together."""

    sequence: int
    problem: str

    def __str__(self) -> str:
        return f"Event {self.sequence}: {self.problem}"


def breaks() -> Iterator[Break]:
    """Walk the whole trail in flat memory and yield each place where it is broken."""
    sequence, previous = 0, GENESIS
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        if event.sequence != sequence + 1:
            missing = f"{sequence + 1}" if event.sequence == sequence + 2 else f"{sequence + 1} to {event.sequence - 1}"
            yield Break(event.sequence, f"the events before it are missing ({missing})")
        if event.hash != event.expected_hash():
            yield Break(event.sequence, "its content was changed after it was written")
        elif event.previous_hash != previous and event.sequence == sequence + 1:
            yield Break(event.sequence, "it does not follow from the event before it: one of the two was replaced")
        sequence, previous = event.sequence, event.hash
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        if sequence:
            yield Break(sequence, "the record of the chain's end is missing")
    elif head.sequence != sequence or head.hash != previous:
        yield Break(head.sequence, f"the chain should end here, and ends at event {sequence}")
