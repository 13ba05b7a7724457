"""Every file that a row names, so that backups and checks know what must be there."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.db.models import Q

from legal_basis.models import Evidence
from protocols.models import AgreementFile, Document, MadeFile


def named_files() -> Iterator[tuple[str, str]]:
    """The name of each file in the storage, and the SHA-256 of its bytes, in flat memory."""
    kept = Evidence.objects.filter(Q(removed_at=None) | Q(recorded=True))
    yield from kept.order_by("pk").values_list("stored_as", "sha256").iterator()
    for model in (Document, AgreementFile):
        yield from model.objects.order_by("pk").values_list("name", "sha256").iterator()
    made = MadeFile.objects.exclude(name="").order_by("pk")
    for name in made.values_list("name", flat=True).iterator():
        yield name, PurePosixPath(name).stem  # it is called by its bytes' hash
