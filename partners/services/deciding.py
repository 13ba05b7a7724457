"""What the partnership officer decides on a registration, and what the applicant answers."""

from django.urls import reverse
from django.utils import timezone

from partners.errors import Invalid, WrongState
from partners.loader.names import ICO_SENTENCE, ico_number
from partners.models import Membership, Partner, Registration, Role
from partners.permissions import check_decide
from partners.roles import RoleKind
from partners.services.inviting import Invitee, invite
from partners.services.registering import (
    LISTED_COLUMNS,
    applicant_of,
    locked,
    locked_by_link,
    registration_by,
    tell_officers,
)
from partners.services.tokens import new_token
from partners.states import Standing, Step, allows, refusal
from portal.audit.acts import ActsAs, act
from portal.mail.services import absolute_url, queue_mail


def approve(*, by: Role, registration: Registration) -> Registration:
    """Take a body into the partnership: it becomes a member and its contact is invited. Twice is once."""
    check_decide(registration, by=by)
    with act("partners.registration.approve", by=by, organisation=registration.partner_id) as done:
        registration, partner = locked(registration)
        done.subject = partner
        if partner.standing is Standing.APPROVED:
            done.cancel()
            return registration
        _check(partner, Step.APPROVE)
        _decide(registration, partner, Standing.APPROVED, by)
        Membership.objects.get_or_create(partnership=registration.partnership, partner=partner)
        contact = Invitee(registration.contact_name, registration.contact_email, registration.contact_post)
        invite(by=by, at=partner, kind=RoleKind.CONTACT, invitee=contact, template="partners/approved")
    return registration


def refuse(*, by: Role, registration: Registration, reason: str) -> Registration:
    """Refuse a body, saying why; a body that was imported goes back to what its register said of it."""
    check_decide(registration, by=by)
    reason = reason.strip()
    if not reason:
        raise Invalid("Enter the reason: the applicant is told why.", "reason")
    with act("partners.registration.refuse", by=by, organisation=registration.partner_id) as done:
        registration, partner = locked(registration)
        done.subject, done.details["reason"] = partner, reason
        if partner.standing is Standing.REFUSED and registration.reason == reason:
            done.cancel()
            return registration
        _check(partner, Step.REFUSE)
        for column in LISTED_COLUMNS if registration.listed_as else ():
            setattr(partner, column, registration.listed_as[column])
        registration.reason = reason
        _decide(registration, partner, Standing.REFUSED, by)
        queue_mail(to=registration.contact_email, template="partners/refused", context={"registration": registration})
    return registration


def ask_more(*, by: Role, registration: Registration, question: str) -> Registration:
    """Ask the applicant for more; the mail carries a link to the page on which to answer."""
    check_decide(registration, by=by)
    question = question.strip()
    if not question:
        raise Invalid("Enter what you need to know.", "question")
    with act("partners.registration.ask", by=by, organisation=registration.partner_id) as done:
        registration, partner = locked(registration)
        done.subject, done.details["question"] = partner, question
        if partner.standing is Standing.MORE_ASKED and registration.question == question:
            done.cancel()
            return registration
        _check(partner, Step.ASK)
        partner.status = Standing.MORE_ASKED
        partner.save(update_fields=["status"])
        token, registration.token_hash = new_token()
        registration.question, registration.reply = question, ""
        registration.save(update_fields=["token_hash", "question", "reply"])
        context = {"registration": registration, "link": absolute_url(reverse("partners:reply", args=[token]))}
        queue_mail(to=registration.contact_email, template="partners/more_asked", context=context)
    return registration


def reply(*, token: str, text: str, ico_registration: str, address: str, by: ActsAs | None = None) -> Registration:
    """Answer what the officer asked, and correct the number or the address; it waits for a decision again."""
    found = registration_by(token)
    number = ico_number(ico_registration)
    if not text.strip():
        raise Invalid("Enter your answer.", "text")
    if number is None:
        raise Invalid(ICO_SENTENCE, "ico_registration")
    with act("partners.registration.reply", by=by or applicant_of(found), organisation=found.partner_id) as done:
        registration, partner = locked_by_link(found)
        done.subject, done.details["reply"] = partner, text.strip()
        if partner.standing is Standing.WAITING and registration.reply == text.strip():
            done.cancel()
            return registration
        _check(partner, Step.REPLY)
        if Partner.objects.filter(ico_registration=number).exclude(pk=partner.pk).exists():
            raise Invalid("Another body has registered with this ICO registration number.", "ico_registration")
        partner.status, partner.ico_registration, partner.address = Standing.WAITING, number, address.strip()
        partner.save(update_fields=["status", "ico_registration", "address"])
        registration.reply = text.strip()
        registration.save(update_fields=["reply"])
        tell_officers(registration, answered=True)
    return registration


def _check(partner: Partner, step: Step) -> None:
    if not allows(partner.standing, step):
        raise WrongState(refusal(partner.standing, step))


def _decide(registration: Registration, partner: Partner, outcome: Standing, by: Role) -> None:
    partner.status = outcome
    partner.save()
    registration.decided_at, registration.decided_by = timezone.now(), str(by)
    registration.save(update_fields=["decided_at", "decided_by", "reason"])
