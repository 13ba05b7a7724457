"""Background jobs of the protocols room: each names its subject by key, and is safe to run twice."""

from datetime import timedelta

from django_tasks import task

from portal.work.models import SweepTurn
from protocols.models import MadeFile, Signing, Snapshot
from protocols.services import (
    archiving,
    closing,
    copying,
    effects,
    ending,
    made_files,
    receipts,
    reminding,
    sealing,
    signing,
)
from protocols.services.adherence.asking import ask_for_adherence
from protocols.services.elsewhere.uploads import sweep_uploads
from protocols.services.lost_files import sweep_lost_files
from protocols.services.presence import forget_absent
from protocols.services.reviews.reminding import remind_of_reviews
from protocols.services.signing_reminders import remind_to_sign
from protocols.services.summaries.asking import ask_again
from protocols.services.word_uploads import sweep_word_files

A_DAY = timedelta(days=1)


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
    sealing.seal(
        Signing.objects.select_related("snapshot__version__protocol", "snapshot__instrument").get(pk=signing_id)
    )


@task()
def make_receipt(signing_id: int) -> None:
    """Make the receipt of what was sealed."""
    receipts.make_receipt(
        Signing.objects.select_related("snapshot__version__protocol", "snapshot__instrument").get(pk=signing_id)
    )


@task()
def make_file(file_id: str) -> None:
    """Make a PDF that somebody asked for; one that was swept away meanwhile is asked for no longer."""
    found = MadeFile.objects.select_related("version__protocol__partnership", "template").filter(pk=file_id).first()
    if found is not None:
        made_files.make_file(found)


def sweep() -> int:
    """Do what a crash or the calendar left to do: seal, prepare, expire, remind, let go. Run every so often."""
    done = archiving.archive_due() + receipts.make_receipts_due() + sealing.seal_due() + signing.prepare_due()
    done += copying.make_copies_due() + effects.carry_out_due() + closing.commence_due() + ending.expire_due()
    done += reminding.remind_due() + sweep_uploads() + sweep_word_files() + made_files.sweep_made_files()
    return done + remind_to_sign() + remind_of_reviews() + ask_for_adherence() + ask_again() + forget_absent()


def tidy_files() -> int:
    """Sweep, once a day: delete the stored files that no row names; how many."""
    if not SweepTurn.take("protocols.files.lost", every=A_DAY):
        return 0
    return sweep_lost_files()
