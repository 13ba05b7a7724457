"""Putting a signature into the file, whoever gives it: over the file as it stands, in turn, once for each party."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import Act
from portal.storing.errors import storage_needed
from protocols.documents import signing as stamping
from protocols.documents.rendering import field_for
from protocols.errors import Invalid, WrongState
from protocols.kinds import SigningMethod
from protocols.models import Document, Guest, PaperSignature, Party, Signature, Signing
from protocols.queries.signing_order import whose_turn, why_not_yet, why_over
from protocols.services.calling import call
from protocols.services.commencing import settle
from protocols.services.keeping import keep
from protocols.services.keys import authority, timestamper
from protocols.services.matters import Matter

Stage = Signing.Stage
STALE = (
    "Somebody else signed since you opened this page, so the file has a new fingerprint and nothing was signed. "
    "Look at the file again, then sign; what you wrote is still here."
)


@dataclass(frozen=True)
class Coming:
    """How somebody came to sign, for the signing receipt: what is not known stays empty.

    `address` is the network address, `proof` what was given to show who is there (one of `Signature.Proof`), and
    `opened_at` when the file was first handed to the browser session in which it is signed.
    """

    address: str | None = None
    proof: str = ""
    opened_at: datetime | None = None


UNKNOWN = Coming()


@dataclass(frozen=True)
class Signer:
    """Who signs, in what post and on what authority; and which of the three they are: role, guest, or on paper.

    Of whoever signs in person, `coming` says how they came to it.
    """

    name: str
    post: str
    basis: str
    role: Role | None = None
    guest: Guest | None = None
    paper: PaperSignature | None = None
    coming: Coming = UNKNOWN

    @property
    def method(self) -> SigningMethod:
        """How they are known."""
        if self.paper is not None:
            return SigningMethod.PAPER
        if self.guest is not None:
            return SigningMethod.LINK_AND_CODE
        return SigningMethod(self.coming.proof) if self.coming.proof else SigningMethod.PORTAL


def hold(signing: Signing) -> Signing:
    """The signing, read again and held: two signatures follow one another, each over the file that the other left."""
    found = Signing.objects.select_for_update(of=("self",), no_key=True).select_related(
        "snapshot__version__protocol", "snapshot__instrument", "current"
    )
    return found.get(pk=signing.pk)


def check_open(signing: Signing, party: Party, sha256: str) -> None:
    """Raise WrongState unless the file is there to be signed, is the one shown, and it is the party's turn."""
    if signing.stage == Stage.PREPARING:
        raise WrongState("The file for signing is still being made. You will have a mail when it is ready.")
    if signing.stage != Stage.OPEN or signing.current is None:
        raise WrongState("This signing is closed, so nothing was signed.")
    over = why_over(signing, party)
    if over:
        raise WrongState(over)
    early = why_not_yet(signing, party)
    if early:
        raise WrongState(early)
    if sha256 != signing.current.sha256:
        raise WrongState(STALE)


def checked_authority(post: str, basis: str) -> tuple[str, str]:
    """Post and authority, without space around them. Raises Invalid where one is missing."""
    post, basis = post.strip(), basis.strip()
    if not post:
        raise Invalid("Enter the post in which you sign, such as Chief executive.", "post")
    if not basis:
        raise Invalid("Enter your authority to sign, such as the scheme of delegation and its paragraph.", "basis")
    return post, basis


def given_before(signing: Signing, party: Party, **by: Role | Guest | PaperSignature) -> Signature | None:
    """The signature that this same role, guest or page gave already.

    Raises WrongState where somebody else gave it, or it is void.
    """
    given = signing.signatures.filter(party=party)
    same = given.filter(void_at=None, **by).first()
    if same is None:
        _refuse_second(given.first())
    return same


def check_unsigned(signing: Signing, party: Party, *, otherwise: str) -> None:
    """Raise WrongState unless it is being signed, and the party has not; `otherwise` says what is done only then."""
    if signing.stage != Stage.OPEN:
        raise WrongState(otherwise)
    _refuse_second(signing.signatures.filter(party=party).first())


def _refuse_second(earlier: Signature | None) -> None:
    if earlier is not None:
        when = timezone.localtime(earlier.signed_at)
        raise WrongState(f"{earlier.name} already signed for {earlier.party} on {when:%-d %B %Y}. A party signs once.")


def add_signature(matter: Matter, signing: Signing, party: Party, signer: Signer, *, done: Act) -> Signature:
    """Sign the file of a held signing. The last signature completes it; otherwise those whose turn has come are called.

    Must be called inside an act, which keeps what was signed, after `check_open`. Raises NotNow where the file can be
    neither read nor stored.
    """
    before = {one.pk for one in whose_turn(signing)}
    with storage_needed("nothing was signed. What you wrote is still here"):
        signature = _put_on(signing, party, signer)
    settle(matter, signing, party)
    signing.save()
    call(signing, [one for one in whose_turn(signing) if one.pk not in before])
    done.details |= _told(signature)
    return signature


def _told(signature: Signature) -> dict[str, object]:
    """What the audit trail keeps of a signature."""
    return {
        "party": str(signature.party), "signed": signature.signed_sha256, "file": signature.result.sha256,
        "method": signature.method.value,
        **({"opened_at": signature.opened_at.isoformat(timespec="seconds")} if signature.opened_at else {}),
    }  # fmt: skip


def _put_on(signing: Signing, party: Party, signer: Signer) -> Signature:
    """Add the PAdES signature to the file, keep the new file beside the old, and record both."""
    before = signing.current
    if before is None:
        raise LookupError("The file to sign is not made yet.")
    content = before.read()
    if hashlib.sha256(content).hexdigest() != before.sha256:
        raise WrongState("The stored file no longer matches its fingerprint, so nothing was signed. Tell the operator.")
    now = timezone.now().replace(microsecond=0)
    who = stamping.Signatory(
        signer.name, signer.post, party.partner.legal_name, signer.basis, method=signer.method,
        on_paper=signer.paper.signed_on if signer.paper else None,
        scan_sha256=signer.paper.scan.sha256 if signer.paper else "",
    )  # fmt: skip
    field = field_for(party.partner.slug)
    after = stamping.sign(content, field, who, authority(), now, timestamper=timestamper())
    result = keep(signing.snapshot, Document.Kind.FOR_SIGNING, after, pages=before.pages)
    signature = Signature(
        signing=signing, party=party, role=signer.role, guest=signer.guest, paper=signer.paper, name=signer.name,
        post=signer.post, basis=signer.basis, signed_at=now, signed_sha256=before.sha256, result=result,
        address=signer.coming.address, proof=signer.coming.proof, opened_at=signer.coming.opened_at,
    )  # fmt: skip
    signature.save()
    signing.current = result
    return signature
