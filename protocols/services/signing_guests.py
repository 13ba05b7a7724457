"""Guests: somebody without an account signs once, for one party, by a mailed link together with a six-figure code.

A code is good for ten minutes. It is made when the guest is ready: they ask for it on their page, and it is mailed to
them, or whoever invited them is told to make one and read it out.

What each half is good for, and against whom, is in the record of decisions (“A guest signs by a link and a code”).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from partners.services.inviting import Invitee, check_free, mailbox
from partners.services.tokens import new_token, token_hash
from portal.audit.acts import act
from portal.mail.services import absolute_url, queue_mail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import GUEST_DAYS, Guest, Party, Signing
from protocols.queries.signing import guests_page, signing_page
from protocols.services import telling
from protocols.services.matters import check_arranging, held, seen
from protocols.services.signatures import check_unsigned, checked_authority, hold
from protocols.states import Action

TRIES = 5
"""Wrong codes after which a code is worth nothing."""
CODES = 5
"""Codes of one link that may be tried wrongly: with five tries each, a guess is right once in forty thousand links."""
AGAIN = timedelta(minutes=1)
"""How soon after one code another is mailed: a button that is pressed twice makes one."""
CLOSED = "This link is not in use any more. Ask whoever asked you to sign for another."
Channel = Guest.Channel


@dataclass(frozen=True)
class Invited:
    """Whom to ask: who they are, what they sign on, and how the code is to reach them."""

    name: str
    post: str
    email: str
    basis: str
    phone: str = ""
    channel: str = Channel.TOLD.value


def invite_guest(*, by: Role, signing: Signing, party: Party, invited: Invited) -> tuple[Guest, str]:
    """Mail a guest the link; a code to be read out now, or nothing where one goes by a second mail when they ask.

    An earlier guest of the party is withdrawn, so that their link is dead. The party's own people are told.
    Raises NotAllowed, WrongState or Invalid.
    """
    with act("protocols.guest.invite", by=by, subject=seen(signing.snapshot).subject) as done:
        matter, signing = held(signing.snapshot), hold(signing)
        check_arranging(matter, by, Action.INVITE_GUEST, party)
        _check_signs(matter.signers(), signing, party)
        email = _checked(by, party, invited)
        post, basis = checked_authority(invited.post, invited.basis)
        _withdraw(signing, party)
        token, hashed = new_token()
        code = _new_code()
        guest = Guest(
            signing=signing, party=party, name=" ".join(invited.name.split()), post=post, email=email, basis=basis,
            phone=invited.phone.strip(), channel=Channel(invited.channel), invited_by=by, token_hash=hashed,
            code_hash=make_password(code), code_made_at=timezone.now() if invited.channel == Channel.TOLD else None,
        )  # fmt: skip
        guest.save()
        done.details |= {"party": str(party), "guest": guest.name, "email": email, "channel": guest.channel}
        _mail_link(guest, token)
        _tell_party(guest)
    return guest, code if guest.channel == Channel.TOLD else ""


def new_code(*, by: Role, guest: Guest) -> str:
    """Another code in place of the last: to be read out, or nothing where it goes by mail. Raises Refused."""
    with act("protocols.guest.code", by=by, subject=seen(guest.signing.snapshot).subject) as done:
        matter, held_guest = held(guest.signing.snapshot), hold_guest(guest)
        check_arranging(matter, by, Action.INVITE_GUEST, held_guest.party)
        done.details |= {"guest": held_guest.name, "party": str(held_guest.party)}
        return _renewed(held_guest)


def ask_for_code(*, token: str) -> None:
    """The guest is ready: a code by mail, or word to whoever invited them that one is to be read out.

    Asked for again at once, nothing more is sent. Raises WrongState.
    """
    guest = guest_by(token)
    by_mail = guest.channel == Channel.MAIL
    with act(f"protocols.guest.{'code' if by_mail else 'ready'}", by=guest, subject=_subject(guest)) as done:
        held_guest, now = hold_guest(guest), timezone.now()
        if not held_guest.is_open:
            raise WrongState(CLOSED)
        made = held_guest.code_made_at
        if by_mail and (made is None or made + AGAIN <= now or held_guest.tries >= TRIES):
            _renewed(held_guest)
        elif not by_mail and not held_guest.asked_lately:
            held_guest.code_asked_at = now
            held_guest.save(update_fields=["code_asked_at"])
            _tell_inviter(guest)
        else:
            done.cancel()


def withdraw_guest(*, by: Role, guest: Guest) -> None:
    """Take an invitation back: its link is dead. Done twice, it is withdrawn once."""
    with act("protocols.guest.withdraw", by=by, subject=seen(guest.signing.snapshot).subject) as done:
        matter, held_guest = held(guest.signing.snapshot), hold_guest(guest)
        check_arranging(matter, by, Action.INVITE_GUEST, held_guest.party)
        if held_guest.used_at or held_guest.declined_at:
            did = "signed" if held_guest.used_at else "declined"
            raise WrongState(f"{held_guest.name} has {did}, so there is nothing to withdraw.")
        if held_guest.withdrawn_at is not None:
            done.cancel()
            return
        held_guest.withdrawn_at = timezone.now()
        held_guest.save(update_fields=["withdrawn_at"])
        done.details |= {"guest": held_guest.name, "party": str(held_guest.party)}


def guest_by(token: str) -> Guest:
    """The guest that a mailed link is for: open, or used to sign or decline. Raises WrongState for any other link."""
    found = Guest.objects.filter(token_hash=token_hash(token)).select_related(
        "party__partner", "invited_by__person", "signing__current", "signing__snapshot__instrument",
        "signing__snapshot__version__protocol__partnership", "signing__snapshot__version__officer__person",
    )  # fmt: skip
    guest = found.first()
    if guest is None or not (guest.is_open or guest.used_at or guest.declined_at):
        raise WrongState(CLOSED)
    return guest


def is_right(guest: Guest, code: str) -> bool:
    """Whether a code is the guest's own, and still worth something."""
    return guest.tries < TRIES and guest.has_code and check_password("".join(code.split()), guest.code_hash)


def check_code(*, token: str, code: str) -> str | None:
    """What is wrong with a code, counted against it; None where it is right. Wrong five times, it is worth nothing.

    After its ten minutes no code is looked at, and none is counted.
    """
    guest = guest_by(token)
    with act("protocols.guest.wrong_code", by=guest, subject=seen(guest.signing.snapshot).subject) as done:
        held_guest = hold_guest(guest)
        if held_guest.tries >= TRIES:
            done.cancel()
            return _spent(held_guest)
        if not held_guest.has_code:
            done.cancel()
            return _over(held_guest)
        if is_right(held_guest, code):
            done.cancel()
            return None
        held_guest.tries += 1
        held_guest.save(update_fields=["tries"])
        done.details["tries"] = held_guest.tries
        if held_guest.tries >= TRIES:
            return _spent(held_guest)
        left = TRIES - held_guest.tries
        return f"That is not the code. You can try {'once more' if left == 1 else f'{left} more times'}."


def hold_guest(guest: Guest) -> Guest:
    """The guest, read again and held until the transaction ends."""
    found = Guest.objects.select_for_update(of=("self",), no_key=True).select_related(
        "party__partner", "invited_by__person"
    )
    return found.get(pk=guest.pk)


def _check_signs(signers: Sequence[Party], signing: Signing, party: Party) -> None:
    if party.pk not in {one.pk for one in signers}:
        raise NotAllowed(f"{party} does not sign this.")
    check_unsigned(signing, party, otherwise="Guests are invited while it is being signed.")


def _checked(by: Role, party: Party, invited: Invited) -> str:
    """The guest's mailbox. Nobody invites themselves, nor anyone whose post may not sign or who can sign already."""
    email = mailbox(Invitee(invited.name, invited.email))
    if email == by.person.email.lower():
        raise Invalid("You cannot ask yourself to sign as a guest.", "email")
    check_free(RoleKind.SIGNATORY, party.partner, email)
    if invited.channel == Channel.TOLD and not invited.phone.strip():
        raise Invalid("Enter the number on which you will read the code out.", "phone")
    return email


def _withdraw(signing: Signing, party: Party) -> None:
    still = Guest.objects.filter(signing=signing, party=party, used_at=None, withdrawn_at=None, declined_at=None)
    still.update(withdrawn_at=timezone.now())


def _new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _renewed(guest: Guest) -> str:
    if not guest.is_open:
        raise WrongState(CLOSED)
    if guest.codes >= CODES:
        raise WrongState(f"{CODES} codes were made for this link, and no more will be. Ask {guest.name} to sign anew.")
    code = _new_code()
    guest.code_hash, guest.code_made_at = make_password(code), timezone.now()
    guest.codes, guest.tries = guest.codes + bool(guest.tries), 0
    guest.save(update_fields=["code_hash", "code_made_at", "codes", "tries"])
    _send_code(guest, code)
    return code if guest.channel == Channel.TOLD else ""


def _spent(guest: Guest) -> str:
    return f"That code was wrong five times and is worth nothing now. {_another(guest)}"


def _over(guest: Guest) -> str:
    if guest.code_made_at is None:
        return f"No code was sent to you yet. {_another(guest)}"
    return f"That code has run out: it was good for ten minutes. {_another(guest)}"


def _another(guest: Guest) -> str:
    if guest.channel == Channel.MAIL:
        return "Choose “Mail me a code” on the page where you sign."
    return f"Ask {guest.invited_by.person.name} for a new one; you can do so on the page where you sign."


def _subject(guest: Guest) -> Model:
    return seen(guest.signing.snapshot).subject


def _mail_link(guest: Guest, token: str) -> None:
    _mail(guest, "guest_link", link=absolute_url(reverse("protocols:guest_sign", args=[token])), days=GUEST_DAYS)


def _send_code(guest: Guest, code: str) -> None:
    if guest.channel == Channel.MAIL:
        _mail(guest, "guest_code", code=code)


def _mail(guest: Guest, template: str, **more: object) -> None:
    version = guest.signing.snapshot.version
    context = {"guest": guest, "version": version, "instrument": guest.signing.snapshot.instrument, **more}
    queue_mail(to=guest.email, template=f"protocols/{template}", context=context)


def _tell_inviter(guest: Guest) -> None:
    """Whoever invited them, or the officer where they have left: so that they make a code and read it out."""
    version, inviter = guest.signing.snapshot.version, guest.invited_by
    to = inviter if inviter.is_current() else version.officer
    context = {
        "guest": guest, "version": version, "instrument": guest.signing.snapshot.instrument,
        "link": absolute_url(guests_page(guest.signing)),
    }  # fmt: skip
    queue_mail(to=to.person.email, template="protocols/guest_ready", context=context)


def _tell_party(guest: Guest) -> None:
    """The party's contacts and signatories, and the officer: so that nobody is named in their stead unseen."""
    version = guest.signing.snapshot.version
    own = telling.people_of([guest.party], RoleKind.CONTACT, RoleKind.SIGNATORY)
    to = {role.person.email: role for role in [version.officer, *own] if role.pk != guest.invited_by_id}
    page = signing_page(guest.signing)
    for email in to:
        context = {
            "guest": guest, "version": version, "instrument": guest.signing.snapshot.instrument,
            "link": absolute_url(page),
        }  # fmt: skip
        queue_mail(to=email, template="protocols/guest_invited", context=context)
