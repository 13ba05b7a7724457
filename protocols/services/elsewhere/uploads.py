"""Registers uploaded in the browser: kept from the dry run until the officer's word, which counts once."""

from collections.abc import Sequence

from django.utils import timezone

from partners.models import Partnership, Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.loader.elsewhere.reading import Sheet, read_sheet
from protocols.models import AgreementUpload
from protocols.permissions import check_keep_agreements
from protocols.services.elsewhere.importing import counted, import_agreements
from protocols.services.elsewhere.judging import Verdict
from protocols.services.waiting_files import let_go


def keep_upload(*, by: Role, partnership: Partnership, register: str, name: str, content: bytes) -> AgreementUpload:
    """Keep a file that is a register of agreements, for its dry run. Raises NotAllowed, or Invalid with the field."""
    check_keep_agreements(by, partnership)
    if not read_sheet(name, content).rows:
        raise Invalid(f"{name} names its columns and has no rows. Choose the file that holds the agreements.", "file")
    with act("protocols.agreements.upload", by=by, details={"file": name, "register": register}) as done:
        upload = AgreementUpload(partnership=partnership, register=register, file_name=name[:200], content=content)
        upload.save()
        done.subject = upload
    return upload


def sheet_of(upload: AgreementUpload) -> Sheet:
    """The file as a sheet."""
    return read_sheet(upload.file_name, bytes(upload.content))


def dry_run(*, by: Role, upload: AgreementUpload) -> Sequence[Verdict]:
    """What each row would become; nothing is written."""
    return import_agreements(
        by=by, partnership=upload.partnership, register=upload.register, sheet=sheet_of(upload), apply=False
    )


def import_upload(*, by: Role, upload: AgreementUpload) -> AgreementUpload:
    """Import an uploaded file and let the file go. The second time nothing happens: what came of it is returned.

    Raises NotAllowed.
    """
    check_keep_agreements(by, upload.partnership)
    with act("protocols.agreements.imported", by=by, subject=upload) as done:
        upload = AgreementUpload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if upload.done_at is not None:
            done.cancel()
            return upload
        sheet = sheet_of(upload)
        verdicts = import_agreements(
            by=by, partnership=upload.partnership, register=upload.register, sheet=sheet, apply=True
        )
        upload.counts, upload.done_at, upload.content = counted(verdicts), timezone.now(), b""
        upload.save(update_fields=["counts", "done_at", "content"])
        done.details.update(file=upload.file_name, **upload.counts)
    return upload


def sweep_uploads() -> int:
    """Let go of the files that nobody gave the word for within a day; how many there were."""
    return let_go(AgreementUpload, doing="protocols.agreements.sweep_uploads", counted="uploads")
