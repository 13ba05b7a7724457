"""Checking the chain: which event was changed, removed, inserted, moved or replaced; in flat memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from portal.audit.anchors import Anchor
from portal.audit.chain import GENESIS, link
from portal.audit.models import AuditEvent, ChainHead

CHUNK = 2000  # events read at a time
NEAR = 50  # how far from its place a moved event is looked for
EVERY = 10_000  # events between two reports of progress


@dataclass(frozen=True)
class Break:
    """A place where the trail does not hold together: the first event concerned, the last one, and what is wrong.

    `shift` is how many places the events stand from where they were written, where they were moved.
    """

    sequence: int
    problem: str
    last: int = 0
    shift: int = 0

    def __str__(self) -> str:
        several = self.last > self.sequence
        return f"Event{'s' if several else ''} {self.sequence}{f' to {self.last}' if several else ''}: {self.problem}"


def breaks(
    start: int = 1, *, anchors: Iterable[Anchor] = (), progress: Callable[[int], None] | None = None
) -> Iterator[Break]:
    """Walk the trail from an event on, the first by default, and yield each place where it is broken.

    The event before `start` is taken as it is: it was checked the time before. Each anchor, wherever it lies, is
    compared. `progress` is called with each ten-thousandth event.
    """
    yield from _joined(_broken_links(start, progress))
    yield from _broken_anchors(anchors)


def _broken_links(start: int, progress: Callable[[int], None] | None) -> Iterator[Break]:
    before = AuditEvent.objects.filter(sequence=start - 1).first() if start > 1 else None
    sequence, last = (start - 1, before.hash) if before else (0, GENESIS)
    older = before.previous_hash if before else ""
    if start > 1 and before is None:
        yield Break(start - 1, "it is missing, so that nothing can be checked from here on: begin further back")
        sequence, last = start - 1, ""
    broken = False
    for event in _events_from(start):
        gap = event.sequence > sequence + 1
        if gap:
            yield Break(sequence + 1, "removed: there is no event of this number", event.sequence - 1)
        found = _wrong_in_itself(event) or (None if gap or broken or not last else _wrong_link(event, last, older))
        if found is not None:
            yield found
        broken = found is not None
        sequence, older, last = event.sequence, last, event.hash
        if progress is not None and sequence % EVERY == 0:
            progress(sequence)
    yield from _broken_end(sequence, last)


def _events_from(start: int) -> Iterator[AuditEvent]:
    """The events in their order, and then those that were written while these were looked at, until there are none."""
    while True:
        begun = start
        for event in AuditEvent.objects.filter(sequence__gte=start).order_by("sequence").iterator(chunk_size=CHUNK):
            start = event.sequence + 1
            yield event
        if start == begun:
            return


def _wrong_in_itself(event: AuditEvent) -> Break | None:
    """Whether an event is not what its hash was made from."""
    if event.hash == event.expected_hash():
        return None
    shift = _shift(event)
    if shift is None:
        return Break(event.sequence, "changed: its content is not what was written")
    return Break(event.sequence, f"moved: it was written as event {event.sequence - shift}", shift=shift)


def _wrong_link(event: AuditEvent, last: str, older: str) -> Break | None:
    """Whether an event that is sound in itself was written after another, by the hashes of the two before it."""
    here = event.sequence
    if event.previous_hash == last:
        return None
    if event.previous_hash == older and here > 2:
        return Break(here - 1, f"inserted: event {here} was written after event {here - 2}")
    return Break(here - 1, f"replaced: event {here} was written after another event than this")


def _shift(event: AuditEvent) -> int | None:
    """How far an event stands from the number it was written with, which its hash remembers; None if it was changed."""
    content = event.content()
    for distance in range(1, NEAR + 1):
        for number in (event.sequence - distance, event.sequence + distance):
            if link(event.previous_hash, {**content, "sequence": number}) == event.hash:
                return event.sequence - number
    return None


def _joined(found: Iterator[Break]) -> Iterator[Break]:
    """Events that were all moved by as many places are one break: an insertion moves every later one."""
    run: Break | None = None
    for one in found:
        if run is not None and one.shift and one.shift == run.shift and one.sequence == max(run.last, run.sequence) + 1:
            run = replace(run, last=one.sequence, problem=_moved(one.shift))
            continue
        if run is not None:
            yield run
        run = one
    if run is not None:
        yield run


def _moved(shift: int) -> str:
    places = f"{abs(shift)} place{'' if abs(shift) == 1 else 's'}"
    why = "an event was inserted before them" if shift > 0 else "an event before them was removed"
    return f"moved by {places}: {why}"


def _broken_end(sequence: int, last: str) -> Iterator[Break]:
    """Whether the trail ends where the record of its end says; it may just have gone on, in a portal that is in use."""
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        if sequence:
            yield Break(sequence, "the record of the chain's end is missing")
    elif head.sequence > sequence:
        if not AuditEvent.objects.filter(sequence=sequence + 1).exists():
            yield Break(sequence + 1, "removed from the end: the chain should reach further", head.sequence)
    elif head.sequence < sequence:
        yield Break(head.sequence + 1, "inserted at the end: the chain should end before", sequence)
    elif head.hash != last and last:
        yield Break(sequence, "replaced: the record of the chain's end knows another event here")


def _broken_anchors(anchors: Iterable[Anchor]) -> Iterator[Break]:
    for anchor in anchors:
        event = AuditEvent.objects.filter(sequence=anchor.sequence).first()
        noted = f"the anchor{f' of {anchor.at}' if anchor.at else ''}"
        if event is None and anchor.sequence:
            yield Break(anchor.sequence, f"removed: {noted} knows it, and the trail does not")
        elif event is not None and event.hash != anchor.hash:
            yield Break(anchor.sequence, f"rewritten, or an event before it was: {noted} knows it with another hash")
