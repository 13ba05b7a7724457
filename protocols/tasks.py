"""Background jobs of the protocols room: each names its subject by key, and is safe to run twice."""

from django_tasks import task

from protocols.models import Signing, Snapshot
from protocols.services import copying, ending, sealing, signing


@task()
def make_approval_copy(snapshot_id: int) -> None:
    """Make the PDF that approvers can download."""
    copying.make_approval_copy(Snapshot.objects.select_related("version__protocol").get(pk=snapshot_id))


@task()
def prepare_signing(snapshot_id: int) -> None:
    """Make and certify the file for signing, and open the signing."""
    signing.prepare_signing(Snapshot.objects.get(pk=snapshot_id))


@task()
def seal(signing_id: int) -> None:
    """Seal what every party has signed."""
    sealing.seal(Signing.objects.select_related("snapshot__version__protocol").get(pk=signing_id))


def sweep() -> int:
    """Do what a crash or the calendar left to do: seal, prepare, expire. Run at the start and every so often."""
    return sealing.seal_due() + signing.prepare_due() + ending.expire_due()
