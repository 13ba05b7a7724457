"""Signing receipts: made once the seal is on, sealed themselves, and kept beside the signed file."""

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.work.catching_up import catch_up
from protocols.documents import signing as stamping
from protocols.documents.receipts import render_receipt
from protocols.models import Document, Signing
from protocols.queries.receipts import receipt_parts
from protocols.services.keeping import keep
from protocols.services.keys import authority, timestamper
from protocols.services.matters import seen
from protocols.services.signatures import hold

Kind = Document.Kind
AT_ONCE = 20  # receipts that one sweep makes


def make_receipt(signing: Signing) -> Document | None:
    """Make the receipt of a sealed signing, once; later runs return the first. None before the seal is on."""
    signed = signing.snapshot.documents.filter(kind=Kind.SIGNED).first()
    if signing.stage != Signing.Stage.SEALED or signed is None:
        return None
    receipts = signing.snapshot.documents.filter(kind=Kind.RECEIPT)
    found = receipts.first()
    if found is not None:
        return found
    ours, stamper = authority(), timestamper()
    now = timezone.now().replace(microsecond=0)
    made = render_receipt(receipt_parts(signing, signed, ours.root.certificate))
    certified = stamping.certify(made.pdf, ours, at=now, timestamper=stamper)
    sealed = stamping.seal(certified, ours, at=now, timestamper=stamper, closing="Closes this receipt.")
    with act("protocols.receipt", by=SYSTEM, subject=seen(signing.snapshot).subject) as done:
        hold(signing)
        found = receipts.first()
        if found is not None:
            done.cancel()
            return found
        document = keep(signing.snapshot, Kind.RECEIPT, sealed, pages=made.page_count)
        done.details |= {"file": document.sha256, "of": signed.sha256}
    return document


def make_receipts_due() -> int:
    """Make the receipts that are still to be made: after a crash, or for what was sealed before there were any."""
    due = (
        Signing.objects.filter(stage=Signing.Stage.SEALED)
        .exclude(snapshot__in=Document.objects.filter(kind=Kind.RECEIPT).values("snapshot"))
        .select_related("snapshot__version__protocol", "snapshot__instrument")
        .order_by("sealed_at", "pk")
    )
    failed = "The receipt of %s could not be made; the next sweep tries again."
    return catch_up(due[:AT_ONCE], lambda signing: make_receipt(signing) is not None, failed)
