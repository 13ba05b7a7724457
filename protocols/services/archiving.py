"""Archive copies: a time stamp after the seal, and another before the certificates of the last one end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.documents.archiving import stamp_for_archive
from protocols.documents.errors import DocumentError, SigningError
from protocols.models import Document, Snapshot
from protocols.services.keeping import keep
from protocols.services.keys import authority, timestamper
from protocols.services.matters import seen

logger = logging.getLogger(__name__)
Kind = Document.Kind
AHEAD = timedelta(days=90)  # before the certificates of a stamp end, the copy is stamped again
AT_ONCE = 5  # copies that one sweep makes
NO_SERVICE = "No time-stamping service is set. Set CONCORDAT_TIMESTAMP_URL to the address of one."


@dataclass(frozen=True)
class Renewed:
    """What came of one signed file: its new archive copy, or the sentence that says why there is none."""

    signed: Document
    copy: Document | None
    problem: str = ""


def due(at: datetime | None = None, *, ahead: timedelta = AHEAD) -> QuerySet[Document]:
    """The signed files without an archive copy whose stamp is good for a while yet, oldest first."""
    until = (at or timezone.now()) + ahead
    good = Document.objects.filter(snapshot=OuterRef("snapshot"), kind=Kind.ARCHIVE, good_until__gt=until)
    signed = Document.objects.filter(~Exists(good), kind=Kind.SIGNED)
    return signed.select_related("snapshot__version__protocol", "snapshot__instrument").order_by("made_at", "pk")


def archive(signed: Document, *, ahead: timedelta = AHEAD) -> Document | None:
    """Make the archive copy of one signed file, from its last copy where there is one; None where none is due.

    The signed file and every earlier copy stay as they are. Raises SigningError where no service is set, it does not
    answer, or the stored file is not what was signed.
    """
    service = timestamper()
    if service is None:
        raise SigningError(NO_SERVICE)
    with act("protocols.archive", by=SYSTEM, subject=seen(signed.snapshot).subject) as done:
        Snapshot.objects.select_for_update(of=("self",), no_key=True).get(pk=signed.snapshot_id)
        if not due(ahead=ahead).filter(pk=signed.pk).exists():
            done.cancel()
            return None
        base = signed.snapshot.documents.filter(kind=Kind.ARCHIVE).order_by("made_at", "pk").last() or signed
        stamped = stamp_for_archive(base.read(), authority(), service)
        copy = keep(signed.snapshot, Kind.ARCHIVE, stamped.pdf, pages=signed.pages, good_until=stamped.good_until)
        done.details |= {"file": copy.sha256, "of": base.sha256, "good_until": stamped.good_until.isoformat()}
    return copy


def renew(
    *, ahead: timedelta = AHEAD, most: int | None = None, tell: Callable[[Renewed], None] = lambda _one: None
) -> list[Renewed]:
    """Make every archive copy that is due, each for itself: what was done stays done wherever it stops.

    One that cannot be made is told and does not stop the others.
    """
    results = []
    for signed in due(ahead=ahead)[:most]:
        result = _renewed(signed, ahead)
        tell(result)
        results.append(result)
    return results


def archive_due() -> int:
    """Make a few of the archive copies that are due, where a service is set that is known; how many."""
    if timestamper() is None or not authority().time:
        return 0
    return sum(1 for one in renew(most=AT_ONCE) if one.copy)


def _renewed(signed: Document, ahead: timedelta) -> Renewed:
    try:
        return Renewed(signed, archive(signed, ahead=ahead))
    except DocumentError as refused:
        return Renewed(signed, None, refused.sentence)
    except OSError as problem:
        logger.exception("The archive copy of %s could not be made.", signed)
        return Renewed(signed, None, f"The stored file cannot be read: {problem.strerror}.")
