"""Signing: preparing the certified file, signing it for a party, and declining to."""

from collections.abc import Sequence

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from portal.work.catching_up import catch_up
from protocols.documents import signing as stamping
from protocols.documents.kinds import DocumentKind
from protocols.documents.rendering import render
from protocols.errors import NotAllowed, WrongState
from protocols.models import Document, Party, ProtocolVersion, Signature, Signing, Snapshot
from protocols.queries.handovers import why_not_mine
from protocols.services.calling import call
from protocols.services.keeping import keep
from protocols.services.keys import authority, timestamper
from protocols.services.matters import Matter, held, seen
from protocols.services.signatures import (
    UNKNOWN,
    Coming,
    Signer,
    add_signature,
    check_open,
    checked_authority,
    given_before,
    hold,
)
from protocols.services.standing_aside import declining
from protocols.services.stopping import stop_signing
from protocols.states import Action

Stage = Signing.Stage


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
        call(signing)
    return signing.current


def prepare_due() -> int:
    """Prepare the signings whose file is still to be made, where the job for it was lost; how many."""
    due = Signing.objects.filter(stage=Stage.PREPARING, snapshot__withdrawn_at=None).select_related("snapshot")
    failed = "The file of %s could not be made; the next sweep tries again."
    return catch_up(due, lambda signing: prepare_signing(signing.snapshot) is not None, failed)


def sign(*, by: Role, signing: Signing, sha256: str, post: str, basis: str, coming: Coming = UNKNOWN) -> Signature:
    """Sign the file for the party that the signatory acts for. Signing again the same way changes nothing.

    `sha256` is the fingerprint of the file that the page showed; `post` and `basis` say on what authority, and
    `coming` how they came to it. Whether it is really the person (password or second factor) is asked by the form
    before. The last signature completes the signing, and the seal follows in the
    background. Raises NotAllowed, WrongState, or Invalid beside a field.
    """
    with act("protocols.sign", by=by, subject=seen(signing.snapshot).subject) as done:
        matter, signing = held(signing.snapshot), hold(signing)
        party = _party_signed_for(by, matter.signers())
        earlier = given_before(signing, party, role=by)
        if earlier is not None:
            done.cancel()
            return earlier
        _check_open(by, matter, signing, party, sha256)
        post, basis = checked_authority(post, basis)
        signer = Signer(by.person.name, post, basis, role=by, coming=coming)
        return add_signature(matter, signing, party, signer, done=done)


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

    Both stay on record. Where it comes into force between those who sign, the others go on (`standing_aside`).
    Declining twice is once. Raises NotAllowed, WrongState, or Invalid without a reason.
    """
    with act("protocols.decline", by=by, subject=seen(signing.snapshot).subject) as done:
        matter, signing = held(signing.snapshot), hold(signing)
        party = _party_signed_for(by, matter.signers())
        if signing.stage == Stage.VOID or signing.refusals.filter(party=party).exists():
            done.cancel()
            return matter.version
        matter.check(by, declining(matter, signing, party), party=party)
        stop_signing(matter, signing, party, reason, by=by, done=done)
    return matter.version


def _party_signed_for(by: Role, signers: Sequence[Party]) -> Party:
    party = next((one for one in signers if one.partner_id == by.partner_id), None)
    if party is None:
        raise NotAllowed(f"Only a signatory of a party can sign. You are acting as {by.label}.")
    return party


def _check_open(by: Role, matter: Matter, signing: Signing, party: Party, sha256: str) -> None:
    matter.check(by, Action.SIGN, party=party)
    check_open(signing, party, sha256)
    handed = why_not_mine(signing, party, by)
    if handed:
        raise NotAllowed(handed)
