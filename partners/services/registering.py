"""A body registers itself and confirms its email address. No account is needed."""

from collections.abc import Container
from itertools import chain, count
from uuid import UUID

from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from partners.errors import Invalid, WrongState
from partners.models import INVITATION_DAYS, NamedOfficer, Partner, Registration
from partners.queries import officers_of
from partners.services.applications import Application, check_application
from partners.services.matching import Claim, match
from partners.services.places import hold
from partners.services.tokens import new_token, token_hash
from partners.states import Standing, Step, allows, refusal
from portal.audit.acts import Actor, ActsAs, act
from portal.mail.services import absolute_url, queue_mail

RESERVED_SLUGS = frozenset({"register", "officers"})  # addresses of pages of ours
LISTED_COLUMNS = ("legal_name", "short_name", "kind", "legal_form", "ico_registration", "address")
GONE = "This link is not in use any more. Open the link in the latest mail, or register again."
RUN_OUT = f"This link has run out: it could be used for {INVITATION_DAYS} days. Register again to be sent another."
MEANWHILE = "Somebody else has registered this body in the meantime. Register again, or ask the partnership officer."


def register(*, application: Application, by: ActsAs | None = None) -> Registration:
    """Take a registration and mail a link that confirms the address; with an invitation's token, it waits at once.

    Raises Invalid, naming the field, for what does not hold together and for a body that has registered already.
    Sent twice (the same `submission`), it is one registration.
    """
    check_application(application)
    try:
        with act("partners.registration.send", by=by or application.applicant) as done:
            repeated = _already_sent(application.submission)
            if repeated is not None:
                done.cancel()
                return repeated
            registration = _take(application)
            done.subject, done.organisation = registration.partner, registration.partner_id
            done.details["partnership"] = application.partnership.name
            return registration
    except IntegrityError:
        repeated = _already_sent(application.submission)
        if repeated is None:
            raise Invalid(MEANWHILE, "legal_name") from None
        return repeated


def confirm(*, token: str, by: ActsAs | None = None) -> Registration:
    """Confirm the address by the mailed link; the officers are told. Done twice, it is confirmed once."""
    found = registration_by(token)
    by = by or applicant_of(found)
    with act("partners.registration.confirm", by=by or applicant_of(found), organisation=found.partner_id) as done:
        registration, partner = locked_by_link(found)
        done.subject = partner
        if registration.confirmed_at is not None:
            done.cancel()
            return registration
        _check_confirmable(registration, partner)
        registration.confirmed_at = timezone.now()
        registration.save(update_fields=["confirmed_at"])
        partner.status = Standing.WAITING
        partner.save(update_fields=["status"])
        tell_officers(registration)
    return registration


def registration_by(token: str) -> Registration:
    """The registration whose link this is. Raises WrongState for a link that is not in use."""
    found = Registration.objects.filter(token_hash=token_hash(token)).select_related("partner", "partnership").first()
    if found is None:
        raise WrongState(GONE)
    return found


def locked(registration: Registration) -> tuple[Registration, Partner]:
    """The registration and its partner as they stand now, held: the partner first, as by every act on it."""
    partner = Partner.objects.select_for_update(no_key=True).get(pk=registration.partner_id)
    fresh = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    fresh.partner = partner
    return fresh, partner


def locked_by_link(found: Registration) -> tuple[Registration, Partner]:
    """The same for whoever came by the link; raises WrongState where another was sent in its place meanwhile."""
    registration, partner = locked(found)
    if registration.token_hash != found.token_hash:
        raise WrongState(GONE)
    return registration, partner


def applicant_of(registration: Registration) -> Actor:
    """Whoever holds the mailbox of a registration's contact."""
    return Actor.public(f"{registration.contact_name} <{registration.contact_email}>")


def tell_officers(registration: Registration, *, answered: bool = False) -> None:
    """Mail each officer of the partnership that a registration waits for a decision."""
    link = absolute_url(reverse("partners:decide", args=[registration.partner.slug]))
    for officer in officers_of(registration.partnership_id):
        context = {"registration": registration, "officer": officer, "link": link, "answered": answered}
        queue_mail(to=officer.person.email, template="partners/registration_waiting", context=context)


def listed_columns(partner: Partner) -> dict[str, str]:
    """What an imported partner says of itself before it registers; nothing for one that was not imported."""
    return {column: getattr(partner, column) for column in LISTED_COLUMNS} if partner.source else {}


def free_slug(name: str, taken: Container[str]) -> str:
    """An address for a partner's page that no other partner has."""
    wanted = slugify(name)[:100] or "partner"
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(slug for slug in chain([wanted], numbered) if slug not in taken and slug not in RESERVED_SLUGS)


def _already_sent(submission: UUID) -> Registration | None:
    return Registration.objects.filter(submission=submission).select_related("partner", "partnership").first()


def _take(application: Application) -> Registration:
    partner = _partner_for(application)
    before = _before(partner)
    invited = bool(application.token) and partner.standing is Standing.INVITED
    for column, value in application.columns().items():
        setattr(partner, column, value)
    partner.is_sample = partner.is_sample or application.partnership.is_sample
    partner.status = Standing.WAITING if invited else Standing.UNCONFIRMED
    partner.save()
    registration = _write(application, partner, before, invited=invited)
    NamedOfficer.objects.filter(partner=partner).delete()
    for person in application.people:
        NamedOfficer(
            partner=partner, kind=person.kind.value, name=person.name, post=person.post, email=person.email.lower()
        ).save()
    return registration


def _partner_for(application: Application) -> Partner:
    """The partner that registers, known before or new; a number that another never confirmed is taken from it."""
    body = application.body
    claim = Claim(body.legal_name, body.ico_registration, application.listed, application.token)
    found = match(claim)
    if found.named or found.numbered:
        hold(partners=[one.pk for one in (found.named, found.numbered) if one])
        found = match(claim)  # as they stand now that nobody else confirms or decides
    if found.named is not None and found.named.standing is Standing.LISTED and application.listed is None:
        raise Invalid(f"{found.named} is listed already. Say whether this is your organisation.", "legal_name")
    if found.rival is not None:
        found.rival.ico_registration = ""
        found.rival.save(update_fields=["ico_registration"])
    return found.partner or Partner(
        slug=free_slug(body.short_name, set(Partner.objects.values_list("slug", flat=True)))
    )


def _before(partner: Partner) -> dict[str, str]:
    """What the public register said of an imported partner, however often it registers."""
    if partner._state.adding:
        return {}
    earlier = Registration.objects.filter(partner=partner).first()
    kept: dict[str, str] = earlier.listed_as if earlier else {}
    return kept or listed_columns(partner)


def _write(application: Application, partner: Partner, before: dict[str, str], *, invited: bool) -> Registration:
    registration = Registration.objects.filter(partner=partner).first() or Registration(partner=partner)
    contact = application.contact
    registration.partnership, registration.submission = application.partnership, application.submission
    registration.contact_name, registration.contact_post = contact.name, contact.post
    registration.contact_email = contact.email.strip().lower()
    registration.listed_as = before
    registration.question = registration.reply = registration.reason = registration.decided_by = ""
    registration.sent_at, registration.decided_at = timezone.now(), None
    registration.confirmed_at = timezone.now() if invited else None
    if invited:
        registration.save()
        tell_officers(registration)
        return registration
    token, registration.token_hash = new_token()
    registration.save()
    link = absolute_url(reverse("partners:confirm", args=[token]))
    context = {"registration": registration, "link": link, "days": INVITATION_DAYS}
    queue_mail(to=registration.contact_email, template="partners/confirm_registration", context=context)
    return registration


def _check_confirmable(registration: Registration, partner: Partner) -> None:
    if not allows(partner.standing, Step.CONFIRM):
        raise WrongState(refusal(partner.standing, Step.CONFIRM))
    if not partner.ico_registration:
        raise WrongState(MEANWHILE)
    if (timezone.now() - registration.sent_at).days >= INVITATION_DAYS:
        raise WrongState(RUN_OUT)
