"""An act: one change by one actor, in one transaction, with the one event that records it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import models, transaction

from portal.audit.actors import SYSTEM, Actor, ActsAs
from portal.audit.guards import open_acts
from portal.audit.models import AuditEvent, ChainHead

__all__ = ["SYSTEM", "Act", "Actor", "ActsAs", "act"]


@dataclass
class Act:
    """An open act. Set `subject` when the act makes it; add to `details` what the event should tell."""

    action: str
    by: Actor
    subject: models.Model | None = None
    organisation: int | None = None
    details: dict[str, object] = field(default_factory=dict)
    cancelled: bool = False

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
    """
    actor = by.as_actor()
    opened = Act(action=action, by=actor, subject=subject, organisation=organisation, details=dict(details or {}))
    with transaction.atomic():
        token = open_acts.set(open_acts.get() + 1)
        try:
            yield opened
        finally:
            open_acts.reset(token)
        if not opened.cancelled:
            _append(opened)


def _append(done: Act) -> AuditEvent:
    """Add the event to the end of the chain, holding the chain's only head while doing so."""
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
    subject = done.subject
    organisation = done.organisation if done.organisation is not None else done.by.organisation_id
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=datetime.now(UTC),
        action=done.action,
        actor_name=done.by.name[:250],
        capacity=done.by.capacity[:250],
        person_id=done.by.person_id,
        role_id=done.by.role_id,
        organisation_id=organisation,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=str(subject)[:250] if subject is not None else "",
        details=done.details,
        previous_hash=head.hash,
    )
    event.hash = event.expected_hash()
    event.save()
    head.sequence, head.hash = event.sequence, event.hash
    head.save(update_fields=["sequence", "hash"])
    return event
