"""What is told of signing in: the log, to whoever runs the portal; changes to how one signs in, to the person by mail.

No password, no code and no address of anybody's mailbox stands in the log: a person is their number, and a login that
was tried is a mark, the same each time for the same address.
"""

import logging

from allauth.account.utils import url_str_to_user_pk
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.browsers import browser_in
from portal.accounts.models import Session, User
from portal.accounts.tries import mark
from portal.audit.acts import Actor, act
from portal.mail.services import absolute_url, queue_mail
from portal.pacing.senders import address_of

logger = logging.getLogger("portal.signing_in")

SHOWN = 12  # how many characters of a login's mark are shown
# What the library calls each change, and what the person is told.
CHANGES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_set": "A password was set",
    "account/email/password_reset": "A new password was set by a mailed link",
    "mfa/email/totp_activated": "An authenticator app was turned on",
    "mfa/email/totp_deactivated": "The authenticator app was turned off",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
    "mfa/email/webauthn_added": "A passkey was added",
    "mfa/email/webauthn_removed": "A passkey was removed",
    "socialaccount/email/account_connected": "Signing in with an account elsewhere was turned on",
    "socialaccount/email/account_disconnected": "Signing in with an account elsewhere was turned off",
}
# What the library refuses, and what the log says of it.
REFUSALS = {
    "incorrect_code": "a code or a passkey did not fit",
    "invalid_password_reset": "a link for a new password had run out or was not one",
    "too_many_login_attempts": "too many tries",
    "rate_limited": "too many tries",
}


def note_signed_in(request: HttpRequest, person: User) -> None:
    """Somebody has signed in, by these ways."""
    ways = [str(one.get("method", "")) for one in request.session.get("account_authentication_methods", [])]
    _note(request, "signed in", logging.INFO, person=person.pk, ways=",".join(ways) or "unknown")


def note_signed_out(request: HttpRequest) -> None:
    """Somebody leaves."""
    _note(request, "signed out", logging.INFO)


def note_wrong_password(request: HttpRequest, login: str) -> None:
    """A password that is not that of the account, or no such account."""
    _note(request, "a password did not fit", logging.WARNING, login=mark(login.strip())[:SHOWN])


def note_refusal(request: HttpRequest | None, code: str) -> None:
    """What else was refused; of what the log need not know, nothing."""
    if request is not None and code in REFUSALS:
        _note(request, REFUSALS[code], logging.WARNING)


def tell_of_change(request: HttpRequest, person: User, change: str) -> None:
    """How somebody signs in was changed: end their sessions elsewhere, tell them by mail, and note it."""
    what = CHANGES.get(change)
    if what is None:
        return
    ended, _ = Session.objects.filter(person=person).exclude(pk=request.session.session_key or "").delete()
    who = Actor(name=person.name, capacity="account holder", person_id=person.pk)
    with act("accounts.sign_in.change", by=who, subject=person, details={"what": what, "signed out elsewhere": ended}):
        told = {"what": what, "person": person, "at": timezone.localtime(), "link": _link(),
                "browser": browser_in(request.headers.get("User-Agent", ""))}  # fmt: skip
        queue_mail(to=person.email, template="accounts/sign_in_changed", context=told)
    _note(request, what.lower(), logging.INFO, person=person.pk)


def _link() -> str:
    return absolute_url(reverse("account_reset_password"))


def _note(request: HttpRequest, what: str, level: int, **more: object) -> None:
    """One line: what, who and from where; the reference of the request and the time are on every line."""
    told = {"person": request.user.pk or _half_way_in(request), "sender": address_of(request), **more}
    said = " ".join(f"{name}={value}" for name, value in told.items() if value is not None)
    logger.log(level, "Signing in: %s %s", what, said, extra={"event": what, **told})


def _half_way_in(request: HttpRequest) -> object:
    """Whose second step is waited for."""
    state = request.session.get("account_login")
    kept = state.get("user_pk") if isinstance(state, dict) else None
    return url_str_to_user_pk(kept) if kept else None  # kept as the library puts numbers into addresses
