"""Files that the portal makes by itself, while nobody has them yet."""

from django.db.models import Q

from partners.models import Role
from protocols.models import Document, ProtocolVersion, Signing, Snapshot
from protocols.queries.instruments import instruments_of

Kind, Stage = Document.Kind, Signing.Stage
BEFORE = {Kind.FOR_SIGNING: Stage.PREPARING, Kind.SIGNED: Stage.COMPLETE, Kind.RECEIPT: Stage.SEALED}
"""The stage in which a signing waits for a file."""


def snapshot_of(version: ProtocolVersion, capacity: Role, pk: int) -> Snapshot | None:
    """A frozen text of a version, or of an instrument of it that somebody may see; without its words."""
    seen = Q(instrument=None) | Q(instrument__in=instruments_of(version, capacity).values("pk"))
    return version.snapshots.filter(seen, pk=pk).defer("text", "rows_text").first()


def is_awaited(snapshot: Snapshot, kind: str) -> bool:
    """Whether the portal is still to make a file of this kind; the caller saw that it is not there."""
    if kind == Kind.APPROVAL_COPY:
        return snapshot.withdrawn_at is None
    signing = Signing.objects.filter(snapshot=snapshot, stage=BEFORE[Kind(kind)])
    return signing.exists()
