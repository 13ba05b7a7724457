"""Approval copies: the PDF of a snapshot, marked on every page as not for signature."""

from datetime import timedelta

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.work.catching_up import catch_up
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render
from protocols.models import Decision, Document, Snapshot
from protocols.services.keeping import keep

IN_TIME = timedelta(minutes=10)
"""How long the job that follows a submission has; a sweep leaves younger ones to it."""
TRIED = timedelta(days=7)
"""How long after the submission a sweep still makes a copy that is missing."""
AT_ONCE = 5  # copies that one sweep makes


def make_approval_copy(snapshot: Snapshot) -> Document:
    """Make the approval copy once; later runs return the first."""
    copies = Document.objects.filter(snapshot=snapshot, kind=Document.Kind.APPROVAL_COPY)
    found = copies.first()
    if found is not None:
        return found
    label = f"Approval copy {snapshot.number}"
    made = render(snapshot.content, DocumentKind.APPROVAL_COPY, sha256=snapshot.sha256, label=label)
    version = snapshot.version
    with act("protocols.approval_copy", by=SYSTEM, subject=version) as done:
        Snapshot.objects.select_for_update(no_key=True).get(pk=snapshot.pk)
        found = copies.first()
        if found is not None:
            done.cancel()
            return found
        document = keep(snapshot, Document.Kind.APPROVAL_COPY, made.pdf, pages=made.page_count)
        done.details["file"] = document.sha256
    return document


def make_copies_due() -> int:
    """Make the copies that a decision still waits for and whose job came to nothing, as while storage was away."""
    now = timezone.now()
    due = (
        Snapshot.objects.filter(withdrawn_at=None, created_at__range=(now - TRIED, now - IN_TIME))
        .filter(pk__in=Decision.objects.filter(outcome=Decision.Outcome.WAITING).values("snapshot"))
        .exclude(pk__in=Document.objects.filter(kind=Document.Kind.APPROVAL_COPY).values("snapshot"))
        .select_related("version__protocol")
        .order_by("created_at", "pk")
    )
    failed = "The approval copy of %s could not be made; the next sweep tries again."
    return catch_up(due[:AT_ONCE], lambda snapshot: make_approval_copy(snapshot) is not None, failed)
