"""What a guest does by their link and code: sign for their party, or decline to. One of the two, once."""

from django.utils import timezone

from portal.audit.acts import act
from protocols.errors import Invalid, WrongState
from protocols.models import Guest, Signature, Signing
from protocols.services.guest_copies import keep_copy_for
from protocols.services.matters import held, seen
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
from protocols.services.signing_guests import CLOSED, guest_by, hold_guest, is_right
from protocols.services.stopping import stop_signing
from protocols.states import Action


def why_guest_may_not(guest: Guest, sha256: str) -> str | None:
    """The sentence that would refuse the guest's signature as things stand, before any code is looked at."""
    matter = seen(guest.signing.snapshot)
    try:
        matter.check_state(Action.SIGN)
        check_open(guest.signing, guest.party, sha256)
    except WrongState as refused:
        return refused.sentence
    return None


def why_guest_may_not_decline(guest: Guest) -> str | None:
    """The sentence that would refuse the guest's declining as things stand, before any code is looked at."""
    if guest.signing.stage != Signing.Stage.OPEN:
        return "This signing is closed, so there is nothing to decline."
    return None


def sign_as_guest(*, token: str, code: str, sha256: str, post: str, basis: str, coming: Coming = UNKNOWN) -> Signature:
    """Sign for the guest's party: the file that the page showed, by the link and the code. Once; again is the same.

    `coming` is how they came to it, for the receipt. Raises WrongState, or Invalid beside a field. A
    wrong code is to be counted before, by `check_code`.
    """
    guest = guest_by(token)
    with act("protocols.sign", by=guest, subject=seen(guest.signing.snapshot).subject) as done:
        matter, signing = held(guest.signing.snapshot), hold(guest.signing)
        guest = hold_guest(guest)
        earlier = given_before(signing, guest.party, guest=guest)
        if earlier is not None:
            done.cancel()
            return earlier
        if not guest.is_open:
            raise WrongState(CLOSED)
        matter.check_state(Action.SIGN)
        check_open(signing, guest.party, sha256)
        post, basis = checked_authority(post, basis)
        _check_code(guest, code)
        signer = Signer(guest.name, post, basis, guest=guest, coming=coming)
        signature = add_signature(matter, signing, guest.party, signer, done=done)
        guest.used_at = timezone.now()
        guest.save(update_fields=["used_at"])
        keep_copy_for(guest)
    return signature


def decline_as_guest(*, token: str, code: str, reason: str) -> Guest:
    """Decline for the guest's party, with what follows when a signatory declines. Again is the same.

    The code is asked for as for signing: the link alone, which a reader of the mail has, stops nothing. Raises
    WrongState, or Invalid beside a field. A wrong code is to be counted before, by `check_code`.
    """
    guest = guest_by(token)
    with act("protocols.decline", by=guest, subject=seen(guest.signing.snapshot).subject) as done:
        matter, signing = held(guest.signing.snapshot), hold(guest.signing)
        guest = hold_guest(guest)
        if guest.declined_at is not None:
            done.cancel()
            return guest
        if not guest.is_open:
            raise WrongState(CLOSED)
        closed = why_guest_may_not_decline(guest)
        if closed:
            raise WrongState(closed)
        _check_code(guest, code)
        stop_signing(matter, signing, guest.party, reason, by=guest, done=done)
        guest.declined_at = timezone.now()
        guest.save(update_fields=["declined_at"])
    return guest


def _check_code(guest: Guest, code: str) -> None:
    if not is_right(guest, code):
        raise Invalid("That is not the code.", "code")
