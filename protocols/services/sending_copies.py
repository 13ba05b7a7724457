"""Copies of the signed file to those who need to know: named before, mailed as a link that runs out.

The link serves for nothing but the download of that one file, and needs no account.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from partners.services.tokens import new_token, token_hash
from portal.audit.acts import Actor, act
from portal.mail.services import absolute_url, queue_mail
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import CopyTo, Document, Instrument, ProtocolVersion, Signing
from protocols.queries.signing_order import plans_of
from protocols.services.matters import held_matter
from protocols.services.signing_plans import plan_held
from protocols.states import Action

DAYS = 30
CLOSED = "This link cannot be used any more. Ask whoever told you of the agreement to send you a copy."


def name_copy(
    *, by: Role, version: ProtocolVersion, instrument: Instrument | None = None, name: str, email: str, why: str
) -> CopyTo:
    """Name somebody who gets a copy when all have signed; the same address again changes nothing."""
    name, email = " ".join(name.split()), email.strip().lower()
    with act("protocols.signing.copy.name", by=by, subject=instrument or version) as done:
        matter = held_matter(version, instrument.pk if instrument else None)
        matter.check(by, Action.NAME_COPY)
        _check_words(name, email)
        plan = plan_held(version, instrument)
        known = plan.copies.filter(email=email).first()
        if known is not None:
            done.cancel()
            return known
        made = CopyTo(plan=plan, name=name, email=email, why=why.strip(), named_by=by)
        made.save()
        done.details["copy_to"] = str(made)
    return made


def remove_copy(*, by: Role, copy: CopyTo) -> None:
    """Take somebody off the list, before anything was sent: an officer anybody, a contact whom their own body named."""
    plan = copy.plan
    with act("protocols.signing.copy.remove", by=by, subject=plan.instrument or plan.version) as done:
        matter = held_matter(plan.version, plan.instrument_id)
        matter.check(by, Action.NAME_COPY)
        found = CopyTo.objects.filter(pk=copy.pk).select_related("named_by").first()
        if found is None:
            done.cancel()
            return
        if by.role is not RoleKind.OFFICER and (found.named_by is None or found.named_by.partner_id != by.partner_id):
            raise NotAllowed("Only the partnership's officer can take this person off: another body named them.")
        if found.sent_at is not None:
            raise WrongState("The copy was sent, so it stays on record.")
        done.details["copy_to"] = str(found)
        found.delete()


def send_copies(signing: Signing) -> int:
    """Mail everybody named a link to the sealed file. Must be called inside an act, once the file is there."""
    waiting = CopyTo.objects.filter(plan__in=plans_of(signing.snapshot), sent_at=None)
    for copy in waiting:
        token, copy.token_hash = new_token()
        copy.signing, copy.sent_at = signing, timezone.now()
        copy.expires_at = copy.sent_at + timedelta(days=DAYS)
        copy.save()
        context = {
            "version": signing.snapshot.version, "instrument": signing.snapshot.instrument, "copy": copy,
            "link": absolute_url(reverse("protocols:copy_link", args=[token])),
        }  # fmt: skip
        queue_mail(to=copy.email, template="protocols/copy_to", context=context)
    return len(waiting)


def copy_by(token: str) -> CopyTo:
    """The copy that a mailed link is for. Raises WrongState for a link that is unknown or has run out."""
    found = CopyTo.objects.filter(token_hash=token_hash(token)).select_related(
        "signing__snapshot__version__protocol", "signing__snapshot__instrument", "signing__current"
    )
    copy = found.first()
    if copy is None or copy.expires_at is None or copy.expires_at <= timezone.now():
        raise WrongState(CLOSED)
    return copy


def fetch_copy(*, token: str) -> Document:
    """The signed file, for whoever holds the link; the first download is put on record. Raises WrongState."""
    copy = copy_by(token)
    if copy.signing is None:
        raise LookupError("A copy is mailed of a signing.")
    who = Actor(name=copy.name, capacity=f"holder of the link mailed to {copy.email}")
    with act("protocols.signing.copy.fetch", by=who, subject=copy.signing.snapshot.version) as done:
        held = CopyTo.objects.select_for_update(no_key=True).get(pk=copy.pk)
        if held.fetched_at is None:
            held.fetched_at = timezone.now()
            held.save(update_fields=["fetched_at"])
        else:
            done.cancel()
    if copy.signing.current is None:
        raise LookupError("A copy is mailed once the file is made.")
    return copy.signing.current


def _check_words(name: str, email: str) -> None:
    if not name:
        raise Invalid("Enter the person's name.", "name")
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("Enter an email address in the form name@example.org.uk.", "email") from None
