"""Pages signed in ink: one person hands the scan in, another accepts it, and the portal records it in the file."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import act
from portal.file_kinds import FileKind, NotTaken, kind_of, spoken_size
from portal.storing.errors import storage_needed
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Document, PaperSignature, Party, Signature, Signing, Snapshot
from protocols.services.keeping import stored
from protocols.services.matters import Matter, check_arranging, held, seen
from protocols.services.signatures import (
    Signer,
    add_signature,
    check_open,
    check_unsigned,
    checked_authority,
    given_before,
    hold,
)
from protocols.states import Action

LIMIT = 10 * 1024 * 1024
"""The most bytes that a scan may have."""
TAKEN = {FileKind.PDF: "pdf", FileKind.PNG: "png", FileKind.JPEG: "jpg"}


@dataclass(frozen=True)
class Page:
    """What stands on the page: who signed, in what post, on what authority, when; and the scan itself.

    `size` is the scan's true size: of one that is too large the content is not kept.
    """

    name: str
    post: str
    basis: str
    signed_on: date
    content: bytes
    size: int


def bring_paper(*, by: Role, signing: Signing, party: Party, sha256: str, page: Page) -> PaperSignature:
    """Hand in the scan of a page that was signed for a party; it waits for a second person.

    `sha256` is the fingerprint of the text that was printed, as whoever hands it in reads it on the page. The same scan
    again is the same. Raises NotAllowed, WrongState or Invalid.
    """
    with act("protocols.paper.bring", by=by, subject=seen(signing.snapshot).subject) as done:
        matter, signing = held(signing.snapshot), hold(signing)
        check_arranging(matter, by, Action.BRING_PAPER, party)
        check_unsigned(signing, party, otherwise="Pages signed on paper are handed in while it is being signed.")
        kind, name = _checked(signing, page, sha256)
        post, basis = checked_authority(page.post, page.basis)
        digest = hashlib.sha256(page.content).hexdigest()
        waiting = signing.papers.filter(party=party, refused_at=None).select_related("scan").first()
        if waiting is not None:
            if waiting.scan.sha256 != digest:
                raise WrongState(f"A page for {party} is waiting already. It is accepted or refused first.")
            done.cancel()
            return waiting
        with storage_needed("the page was not taken. What you wrote is still here"):
            scan = _kept(signing.snapshot, kind, page.content, digest)
        paper = PaperSignature(
            signing=signing, party=party, name=name, post=post, basis=basis, signed_on=page.signed_on,
            sha256=signing.snapshot.sha256, scan=scan, brought_by=by,
        )  # fmt: skip
        paper.save()
        done.details |= {"party": str(party), "name": name, "scan": digest}
    return paper


def accept_paper(*, by: Role, paper: PaperSignature, sha256: str) -> Signature:
    """Accept a page as the party's signature: the portal puts it in the file under a certificate that says so.

    `sha256` is the fingerprint of the file that the page showed. Accepting again is the same.
    """
    with act("protocols.paper.accept", by=by, subject=seen(paper.signing.snapshot).subject) as done:
        matter, signing, paper = _held(paper)
        earlier = given_before(signing, paper.party, paper=paper)
        if earlier is not None:
            done.cancel()
            return earlier
        _check_second(by, paper)
        check_arranging(matter, by, Action.ACCEPT_PAPER, paper.party)
        _check_waiting(paper)
        check_open(signing, paper.party, sha256)
        signer = Signer(paper.name, paper.post, paper.basis, paper=paper)
        signature = add_signature(matter, signing, paper.party, signer, done=done)
        paper.decided_by, paper.accepted_at = by, timezone.now()
        paper.save(update_fields=["decided_by", "accepted_at"])
        done.details |= {"scan": paper.scan.sha256, "brought_by": str(paper.brought_by)}
    return signature


def refuse_paper(*, by: Role, paper: PaperSignature, reason: str) -> PaperSignature:
    """Refuse a page, with the reason; another can then be handed in. Refusing again is the same."""
    reason = reason.strip()
    with act("protocols.paper.refuse", by=by, subject=seen(paper.signing.snapshot).subject) as done:
        matter, _, paper = _held(paper)
        if paper.refused_at is not None:
            done.cancel()
            return paper
        _check_second(by, paper)
        check_arranging(matter, by, Action.ACCEPT_PAPER, paper.party)
        _check_waiting(paper)
        if not reason:
            raise Invalid("Write why the page is not accepted, so that it can be put right.", "reason")
        paper.decided_by, paper.refused_at, paper.reason = by, timezone.now(), reason
        paper.save(update_fields=["decided_by", "refused_at", "reason"])
        done.details |= {"party": str(paper.party), "reason": reason, "scan": paper.scan.sha256}
    return paper


def why_not_second(by: Role, paper: PaperSignature) -> str | None:
    """The sentence for whoever handed the page in, and where neither of the two would be an officer."""
    if paper.brought_by.person_id == by.person_id:
        return "You handed this page in, so another person accepts it."
    if RoleKind.OFFICER not in (paper.brought_by.role, by.role):
        return f"The designated contact of {paper.party} handed this page in, so the partnership's officer accepts it."
    return None


def _check_second(by: Role, paper: PaperSignature) -> None:
    refusal = why_not_second(by, paper)
    if refusal:
        raise NotAllowed(refusal)


def _held(paper: PaperSignature) -> tuple[Matter, Signing, PaperSignature]:
    matter, signing = held(paper.signing.snapshot), hold(paper.signing)
    found = PaperSignature.objects.select_for_update(of=("self",), no_key=True).select_related(
        "party__partner", "scan", "brought_by__person"
    )
    return matter, signing, found.get(pk=paper.pk)


def _check_waiting(paper: PaperSignature) -> None:
    if paper.refused_at is not None:
        raise WrongState("This page was refused. Another can be handed in.")


def _checked(signing: Signing, page: Page, sha256: str) -> tuple[FileKind, str]:
    if "".join(sha256.split()).lower() != signing.snapshot.sha256[:12]:
        raise Invalid(
            "This is not the text that is being signed: the figures at the foot of the signed page differ. "
            "Only a page of the text itself can be taken.", "printed",
        )  # fmt: skip
    if not page.name.strip():
        raise Invalid("Enter the name of the person who signed.", "name")
    opened = signing.opened_at
    if page.signed_on > timezone.localdate():
        raise Invalid("The day on which it was signed cannot be in the future.", "signed_on")
    if opened is not None and page.signed_on < timezone.localtime(opened).date():
        raise Invalid(
            "The file was not there to be signed on that day. Enter the day written on the page.", "signed_on"
        )
    if page.size > LIMIT:
        raise Invalid(f"The scan is larger than {spoken_size(LIMIT)}. Scan it at a lower resolution.", "scan")
    try:
        kind = kind_of(page.content)
    except NotTaken as refused:
        raise Invalid(f"This file {refused}", "scan") from None
    if kind not in TAKEN:
        raise Invalid("Choose a scan as PDF, PNG or JPEG.", "scan")
    return kind, " ".join(page.name.split())


def _kept(snapshot: Snapshot, kind: FileKind, content: bytes, digest: str) -> Document:
    """The scan, stored under its own fingerprint, and recorded beside the files of the signing."""
    name = stored(snapshot, content, f"{digest}.{TAKEN[kind]}")
    document = Document(
        snapshot=snapshot, kind=Document.Kind.SCAN, name=name, sha256=digest, size=len(content), pages=1
    )
    document.save()
    return document
