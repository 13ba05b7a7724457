"""An act: one change by one actor, in one transaction, with the one event that records it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet, Subquery

from portal.audit.actors import SYSTEM, Actor, ActsAs
from portal.audit.guards import open_acts
from portal.audit.models import AuditEvent, ChainHead

__all__ = ["SYSTEM", "Act", "Actor", "ActsAs", "ChainMoved", "act", "with_chain_end"]

M = TypeVar("M", bound=models.Model)

# The events of the acts that have ended inside the one that is open; None where none is.
_within: ContextVar[list[AuditEvent] | None] = ContextVar("_within", default=None)


class ChainMoved(Exception):
    """Another act ended between this one's look at the chain's end and its own end: do the whole act again."""


@dataclass(frozen=True)
class ChainEnd:
    """The last event's number and hash, as some query read them."""

    sequence: int
    hash: str


@dataclass
class Act:
    """An open act. Set `subject` when the act makes it; add to `details` what the event should tell."""

    action: str
    by: Actor
    subject: models.Model | None = None
    organisation: int | None = None
    details: dict[str, object] = field(default_factory=dict)
    cancelled: bool = False
    end: ChainEnd | None = None

    def follow(self, read: models.Model) -> None:
        """Add the event after the chain's end that came with this row, so that nobody waits for it meanwhile.

        `read` is from a query `with_chain_end`. Where the chain has moved on, leaving the act raises ChainMoved. It is
        for an outermost act: one inside another has its event added with that one's.
        """
        sequence, last = getattr(read, "chain_sequence", None), getattr(read, "chain_hash", None)
        self.end = ChainEnd(sequence, last) if sequence is not None and last is not None else None

    def cancel(self) -> None:
        """Say that nothing changed, so that no event is written: for a request that was repeated."""
        self.cancelled = True


@contextmanager
def act(
    action: str,
    *,
    by: ActsAs,
    subject: models.Model | None = None,
    organisation: int | None = None,
    details: Mapping[str, object] | None = None,
) -> Iterator[Act]:
    """Open an act: a transaction in which audited models may be written, closed by its event.

    `action` is a dotted name such as "protocols.section.save"; `organisation` the id of the partner whose trail
    shows it (by default the actor's own). An exception undoes the change and leaves no event.

    Acts inside it, in the order in which they end, have their events added before its own, all as the outermost ends:
    the chain's end is held last of all, so that whoever holds it waits for nobody.
    """
    actor = by.as_actor()
    opened = Act(action=action, by=actor, subject=subject, organisation=organisation, details=dict(details or {}))
    around, events = _within.get(), list[AuditEvent]()
    with transaction.atomic():
        token, listing = open_acts.set(open_acts.get() + 1), _within.set(events)
        try:
            yield opened
        finally:
            open_acts.reset(token)
            _within.reset(listing)
        if not opened.cancelled:
            events.append(_event(opened))
        if around is None:
            _append(events, opened.end)
    if around is not None:
        around += events


def with_chain_end(rows: QuerySet[M]) -> QuerySet[M]:
    """The rows, each with the chain's end as it is now, for `Act.follow`: a query that is made anyway reads it."""
    head = ChainHead.objects.filter(pk=1)
    read: QuerySet[Any] = rows.annotate(
        chain_sequence=Subquery(head.values("sequence")[:1]), chain_hash=Subquery(head.values("hash")[:1])
    )
    return read


def _event(done: Act) -> AuditEvent:
    """What is to be told of an act that has ended; its place in the chain, and so its moment, is not known yet."""
    subject = done.subject
    organisation = done.organisation if done.organisation is not None else done.by.organisation_id
    return AuditEvent(
        action=done.action,
        actor_name=done.by.name[:250],
        capacity=done.by.capacity[:250],
        person_id=done.by.person_id,
        role_id=done.by.role_id,
        organisation_id=organisation,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=str(subject)[:250] if subject is not None else "",
        details=dict(done.details),
    )


def _append(events: list[AuditEvent], known: ChainEnd | None) -> None:
    """Add events to the end of the chain; the database moves the end with each, and refuses one elsewhere."""
    if not events:
        return
    end = known or _held_end()
    for event in events:
        event.at, event.sequence, event.previous_hash = datetime.now(UTC), end.sequence + 1, end.hash
        event.hash = event.expected_hash()
        try:
            event.save()
        except IntegrityError as refused:
            if known is None:
                raise
            raise ChainMoved from refused
        end = ChainEnd(event.sequence, event.hash)


def _held_end() -> ChainEnd:
    """The chain's end, held until this transaction is over."""
    head, _ = ChainHead.objects.select_for_update(no_key=True).get_or_create(pk=1)
    return ChainEnd(head.sequence, head.hash)
