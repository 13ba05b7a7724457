"""What an officer does with an agreement made elsewhere: matches its bodies, sets its dates, attaches its PDF."""

import hashlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from uuid import uuid4

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from legal_basis.loader import library
from partners.models import Partner, Role
from portal.audit.acts import act
from portal.file_kinds import FileKind, NotTaken, clean_name, kind_of
from portal.storing.errors import storage_needed
from protocols.errors import Conflict, Invalid
from protocols.models import Agreement, AgreementFile, NamedBody
from protocols.permissions import check_keep_agreements
from protocols.queries.elsewhere.known import MEANT

MOST_FILE = 25 * 1024 * 1024
MOST_FILES = 20  # of one agreement


@dataclass(frozen=True)
class Chosen:
    """What an officer chooses for an agreement: when it is to be reviewed, what it rests on, whether it is public."""

    review_on: date | None
    gateway: str
    is_public: bool


def match_body(*, by: Role, body: NamedBody, partner: Partner | None) -> NamedBody:
    """Say which partner a text means, for every agreement that has it; None leaves it as text.

    Said again, nothing changes. Raises NotAllowed, or Invalid for a partner that is neither listed nor approved.
    """
    check_keep_agreements(by, body.partnership)
    if partner is not None and partner.status not in MEANT:
        raise Invalid(f"{partner} has not joined yet. Choose a partner that is listed or approved.", "partner")
    with act("protocols.named_body.match", by=by, subject=body) as done:
        body = (
            NamedBody.objects.select_for_update(of=("self",), no_key=True).select_related("partnership").get(pk=body.pk)
        )
        if body.partner == partner and body.kept_as_text == (partner is None):
            done.cancel()
            return body
        before = str(body.partner or "")
        body.partner, body.kept_as_text = partner, partner is None
        body.save(update_fields=["partner", "kept_as_text"])
        done.details.update(text=body.text, before=before, partner=str(partner or ""))
    return body


def change_agreement(*, by: Role, agreement: Agreement, chosen: Chosen, revision: int | None) -> Agreement:
    """Set what an officer may choose. What is set stays when the register is read again.

    `revision` is the one that the form was made from. Raises NotAllowed, Invalid with the field, or Conflict where
    the agreement was changed since.
    """
    check_keep_agreements(by, agreement.partnership)
    if chosen.gateway and chosen.gateway not in library().gateways:
        raise Invalid("Choose an entry of the law library, or none.", "gateway")
    with act("protocols.agreement.change", by=by, subject=agreement) as done:
        agreement = (
            Agreement.objects.select_for_update(of=("self",), no_key=True)
            .select_related("partnership")
            .get(pk=agreement.pk)
        )
        if chosen.review_on and agreement.starts_on and chosen.review_on < agreement.starts_on:
            raise Invalid("The review cannot be before the agreement starts. Enter a later date.", "review_on")
        before = {"review_on": agreement.review_on, "gateway": agreement.gateway, "is_public": agreement.is_public}
        now = {"review_on": chosen.review_on, "gateway": chosen.gateway, "is_public": chosen.is_public}
        if before == now:
            done.cancel()
            return agreement
        refuse_stale(agreement, revision)
        agreement.review_set = agreement.review_set or before["review_on"] != now["review_on"]
        agreement.gateway_set = agreement.gateway_set or before["gateway"] != now["gateway"]
        agreement.review_on, agreement.gateway = chosen.review_on, chosen.gateway
        agreement.is_public, agreement.revision = chosen.is_public, agreement.revision + 1
        agreement.save()
        changed = [name for name, value in now.items() if before[name] != value]
        done.details.update({name: [str(before[name] or ""), str(now[name] or "")] for name in changed})
    return agreement


def refuse_stale(agreement: Agreement, revision: int | None) -> None:
    """Raise Conflict where a form was made from an earlier state of the agreement, which is held."""
    if revision != agreement.revision:
        raise Conflict(
            "Somebody else changed this agreement while you were writing. "
            "Nothing was overwritten: compare the two below.",
            theirs=str(agreement.revision),
            yours=str(revision),
            revision=agreement.revision,
        )


def attach_file(*, by: Role, agreement: Agreement, title: str, name: str, content: bytes) -> AgreementFile:
    """Attach a PDF. The same file again returns the one that is there. Raises NotAllowed, or Invalid with the field."""
    check_keep_agreements(by, agreement.partnership)
    digest, pages = hashlib.sha256(content).hexdigest(), _pages(name, content)
    with act("protocols.agreement.attach", by=by, subject=agreement, details={"file": name, "sha256": digest}) as done:
        Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
        found = agreement.files.filter(sha256=digest).first()
        if found is not None:
            done.cancel()
            return found
        if agreement.files.count() >= MOST_FILES:
            raise Invalid(f"There are {MOST_FILES} files already. Remove one that is not needed first.", "document")
        with storage_needed("the file was not kept"):
            stored_as = default_storage.save(f"elsewhere/{agreement.pk}/{uuid4()}.pdf", ContentFile(content))
        kept = AgreementFile(
            agreement=agreement, title=title, given_name=clean_name(name, FileKind.PDF), sha256=digest,
            size=len(content), pages=pages, added_by=str(by)[:250],
            name=stored_as,
        )  # fmt: skip
        kept.save()
    return kept


def remove_file(*, by: Role, file: AgreementFile) -> None:
    """Remove an attached file for good; the trail keeps its name and its SHA-256. Raises NotAllowed."""
    check_keep_agreements(by, file.agreement.partnership)
    told = {"file": file.given_name, "title": file.title, "sha256": file.sha256}
    with act("protocols.agreement.detach", by=by, subject=file.agreement, details=told) as done:
        count, _ = AgreementFile.objects.filter(pk=file.pk).delete()
        if not count:
            done.cancel()
        name = file.name
        transaction.on_commit(lambda: default_storage.delete(name))


def _pages(name: str, content: bytes) -> int:
    """The number of pages of a PDF. Raises Invalid for what is none, or cannot be opened."""
    if len(content) > MOST_FILE:
        raise Invalid(f"{name} is larger than 25 MB. Scan it in black and white, or at 200 dots an inch.", "document")
    try:
        if kind_of(content) is not FileKind.PDF:
            raise Invalid(f"{name} is not a PDF. Save or scan it as PDF, and choose that.", "document")
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Invalid(f"{name} is protected with a password. Save it without one.", "document")
            return len(pdf.pages)
    except NotTaken as refused:
        raise Invalid(f"{name} {refused}", "document") from None
    except pikepdf.PasswordError:
        raise Invalid(f"{name} is protected with a password. Save it without one.", "document") from None
    except pikepdf.PdfError:
        raise Invalid(f"{name} is damaged or cut short. Scan it again, and choose that.", "document") from None
