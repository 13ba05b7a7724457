"""Approval copies: the PDF of a snapshot, marked on every page as not for signature."""

from portal.audit.acts import SYSTEM, act
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render
from protocols.models import Document, Snapshot
from protocols.services.keeping import keep


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
        Snapshot.objects.select_for_update().get(pk=snapshot.pk)
        found = copies.first()
        if found is not None:
            done.cancel()
            return found
        document = keep(snapshot, Document.Kind.APPROVAL_COPY, made.pdf, pages=made.page_count)
        done.details["file"] = document.sha256
    return document
