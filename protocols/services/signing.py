"""Signing: preparing the certified file, signing it for a party, and declining to."""

import hashlib
import logging
from collections.abc import Sequence

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols.documents import signing as stamping
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import field_for, render
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Document, Party, ProtocolVersion, Signature, Signing, Snapshot
from protocols.services import telling
from protocols.services.deciding import withdraw
from protocols.services.keeping import keep
from protocols.services.keys import authority, timestamper
from protocols.services.matters import Matter, held, seen
from protocols.services.queueing import queue
from protocols.states import Action

logger = logging.getLogger(__name__)
Stage = Signing.Stage
STALE = (
    "Somebody else signed since you opened this page, so the file has a new fingerprint and nothing was signed. "
    "Look at the file again, then sign; what you wrote is still here."
)


def prepare_signing(snapshot: Snapshot) -> Document | None:
    """Make the file for signing once, certify it, and open the signing. Safe to run again: later runs do nothing."""
    signing = Signing.objects.select_related("snapshot__version__protocol", "snapshot__instrument").get(
        snapshot=snapshot
    )
    if signing.stage != Stage.PREPARING:
        return signing.current
    frozen = signing.snapshot
    made = render(frozen.content, DocumentKind.SIGNING, sha256=frozen.sha256)
    certified = stamping.certify(made.pdf, authority(), timestamper=timestamper())
    with act("protocols.signing.open", by=SYSTEM, subject=seen(frozen).subject) as done:
        signing = hold(signing)
        if signing.stage != Stage.PREPARING:
            done.cancel()
            return signing.current
        signing.current = keep(frozen, Document.Kind.FOR_SIGNING, certified, pages=made.page_count)
        signing.stage, signing.opened_at = Stage.OPEN, timezone.now()
        signing.save()
        done.details |= {"snapshot": frozen.sha256, "file": signing.current.sha256}
        telling.ready_to_sign(frozen.version)
    return signing.current


def prepare_due() -> int:
    """Prepare the signings whose file is still to be made, where the job for it was lost; how many."""
    due = Signing.objects.filter(stage=Stage.PREPARING, snapshot__withdrawn_at=None).select_related("snapshot")
    return sum(1 for signing in due if _prepared(signing))


def _prepared(signing: Signing) -> bool:
    """Prepare one; one whose file cannot be made now is told in the log, and does not stop the others."""
    try:
        return prepare_signing(signing.snapshot) is not None
    except Exception:  # whatever it raises, the other signings go on and the next sweep tries again
        logger.exception("The file of %s could not be made; the next sweep tries again.", signing)
        return False


def sign(*, by: Role, signing: Signing, sha256: str, post: str, basis: str) -> Signature:
    """Sign the file for the party that the signatory acts for. Signing again the same way changes nothing.

    `sha256` is the fingerprint of the file that the page showed; `post` and `basis` say on what authority. Whether it
    is really the person (password or second factor) is asked by the form before. The last signature completes the
    signing, and the seal follows in the background. Raises NotAllowed, WrongState, or Invalid beside a field.
    """
    with act("protocols.sign", by=by, subject=seen(signing.snapshot).subject) as done:
        matter, signing = held(signing.snapshot), hold(signing)
        signers = matter.signers()
        party = _party_signed_for(by, signers)
        earlier = signing.signatures.filter(party=party).first()
        if earlier is not None:
            _refuse_second(earlier, by)
            done.cancel()
            return earlier
        _check_open(by, matter, signing, party, sha256)
        post, basis = _authority(post, basis)
        signature = _put_on(signing, party, by, post, basis)
        done.details |= {"party": str(party), "signed": signature.signed_sha256, "file": signature.result.sha256}
        if signing.signatures.count() == len(signers):
            signing.stage = Stage.COMPLETE
            queue("seal", signing.pk)
        signing.save()
    return signature


def why_not_sign(*, by: Role, signing: Signing, sha256: str) -> str | None:
    """The sentence that would refuse this signature as things stand, before anybody proves who they are."""
    matter = seen(signing.snapshot)
    try:
        _check_open(by, matter, signing, _party_signed_for(by, matter.signers()), sha256)
    except (NotAllowed, WrongState) as refused:
        return refused.sentence
    return None


def decline(*, by: Role, signing: Signing, reason: str) -> ProtocolVersion:
    """Decline to sign: the version or instrument goes back to draft, and every signature so far is void.

    Both stay on record.     Declining twice is once. Raises NotAllowed, WrongState, or Invalid without a reason.
    """
    reason = reason.strip()
    with act(
        "protocols.decline", by=by, subject=seen(signing.snapshot).subject, details={"reason": reason}
    ) as done:  # fmt: skip
        matter, signing = held(signing.snapshot), hold(signing)
        party = _party_signed_for(by, matter.signers())
        if signing.stage == Stage.VOID:
            done.cancel()
            return matter.version
        matter.check(by, Action.DECLINE, party=party)
        if signing.stage in (Stage.COMPLETE, Stage.SEALED):
            raise WrongState("Every party has signed, so it is too late to decline. Ask the officer about ending it.")
        if not reason:
            raise Invalid("Write why you decline to sign, so that it can be put right.", "reason")
        now = timezone.now()
        signing.stage = Stage.VOID
        signing.save(update_fields=["stage"])
        done.details["void"] = signing.signatures.update(void_at=now)
        withdraw(signing.snapshot)
        matter.step(Action.DECLINE, by=by, party=party)
        telling.declined(matter.version, party, reason)
    return matter.version


def hold(signing: Signing) -> Signing:
    """The signing, read again and held: two signatures follow one another, each over the file that the other left."""
    found = Signing.objects.select_for_update(of=("self",)).select_related(
        "snapshot__version__protocol", "snapshot__instrument", "current"
    )
    return found.get(pk=signing.pk)


def _party_signed_for(by: Role, signers: Sequence[Party]) -> Party:
    party = next((one for one in signers if one.partner_id == by.partner_id), None)
    if party is None:
        raise NotAllowed(f"Only a signatory of a party can sign. You are acting as {by.label}.")
    return party


def _refuse_second(earlier: Signature, by: Role) -> None:
    if earlier.role_id != by.pk or earlier.void_at is not None:
        when = timezone.localtime(earlier.signed_at)
        raise WrongState(f"{earlier.name} already signed for {earlier.party} on {when:%-d %B %Y}. A party signs once.")


def _check_open(by: Role, matter: Matter, signing: Signing, party: Party, sha256: str) -> None:
    matter.check(by, Action.SIGN, party=party)
    if signing.stage == Stage.PREPARING:
        raise WrongState("The file for signing is still being made. You will have a mail when it is ready.")
    if signing.stage != Stage.OPEN or signing.current is None:
        raise WrongState("This signing is closed, so nothing was signed.")
    if sha256 != signing.current.sha256:
        raise WrongState(STALE)


def _authority(post: str, basis: str) -> tuple[str, str]:
    post, basis = post.strip(), basis.strip()
    if not post:
        raise Invalid("Enter the post in which you sign, such as Chief executive.", "post")
    if not basis:
        raise Invalid("Enter your authority to sign, such as the scheme of delegation and its paragraph.", "basis")
    return post, basis


def _put_on(signing: Signing, party: Party, by: Role, post: str, basis: str) -> Signature:
    """Add the PAdES signature to the file, keep the new file beside the old, and record both."""
    before = signing.current
    assert before is not None
    content = before.read()
    if hashlib.sha256(content).hexdigest() != before.sha256:
        raise WrongState("The stored file no longer matches its fingerprint, so nothing was signed. Tell the operator.")
    now = timezone.now().replace(microsecond=0)
    who = stamping.Signatory(by.person.name, post, party.partner.legal_name, basis)
    field = field_for(party.partner.slug)
    after = stamping.sign(content, field, who, authority(), now, timestamper=timestamper())
    result = keep(signing.snapshot, Document.Kind.FOR_SIGNING, after, pages=before.pages)
    signature = Signature(
        signing=signing, party=party, role=by, name=by.person.name, post=post, basis=basis,
        signed_at=now, signed_sha256=before.sha256, result=result,
    )  # fmt: skip
    signature.save()
    signing.current = result
    return signature
