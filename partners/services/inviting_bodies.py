"""An officer invites a body from a public register to register itself, without typing its details."""

from django.urls import reverse
from django.utils import timezone

from partners.errors import Invalid, WrongState
from partners.models import INVITATION_DAYS, Partner, Partnership, Registration, Role
from partners.permissions import check_serve_partnership
from partners.services.inviting import REPEAT, Invitee, mailbox
from partners.services.registering import listed_columns
from partners.services.tokens import new_token
from partners.states import Standing, Step, allows, refusal
from portal.audit.acts import act
from portal.mail.services import absolute_url, queue_mail


def why_not_invite(partner: Partner) -> str:
    """The sentence for a body that cannot be invited to register; empty where it can."""
    if not allows(partner.standing, Step.INVITE_TO_REGISTER):
        return refusal(partner.standing, Step.INVITE_TO_REGISTER)
    ended = partner.source_details.get("ended")
    if ended:
        successor = partner.source_details.get("replaced_by")
        return f"{partner} ended on {ended}." + (f" Invite its successor: {successor}." if successor else "")
    return ""


def invite_to_register(*, by: Role, partnership: Partnership, partner: Partner, contact: Invitee) -> Registration:
    """Mail a body's contact a link to the registration form, filled in from the public register.

    Within minutes a second request is the same one; later, the link is sent anew and the earlier one ends.
    """
    check_serve_partnership(partnership, by=by)
    email = mailbox(contact)
    with act("partners.registration.invite", by=by, organisation=partner.pk) as done:
        partner = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        done.subject, done.details["partnership"] = partner, partnership.name
        earlier = Registration.objects.filter(partner=partner).first()
        registration = earlier or Registration(partner=partner)
        recent = earlier is not None and timezone.now() - earlier.sent_at < REPEAT
        if recent and partner.standing is Standing.INVITED and registration.contact_email == email:
            done.cancel()
            return registration
        reason = why_not_invite(partner)
        if reason:
            raise WrongState(reason)
        if partner.standing is Standing.INVITED and registration.partnership != partnership:
            raise Invalid(f"{partner} has been invited by {registration.partnership}. Wait until it has joined.")
        token = _offer(registration, partnership, contact, email)
        partner.status = Standing.INVITED
        partner.save(update_fields=["status"])
        link = absolute_url(reverse("partners:invited", args=[token]))
        context = {"registration": registration, "link": link, "days": INVITATION_DAYS, "inviter": by.as_actor()}
        queue_mail(to=email, template="partners/invited_to_register", context=context)
    return registration


def _offer(registration: Registration, partnership: Partnership, contact: Invitee, email: str) -> str:
    """Fill in the registration as far as it is known, and give the token of its link."""
    registration.listed_as = registration.listed_as or listed_columns(registration.partner)
    registration.partnership = partnership
    registration.contact_name, registration.contact_post = contact.name.strip(), contact.post.strip()
    registration.contact_email = email
    registration.sent_at, registration.confirmed_at, registration.decided_at = timezone.now(), None, None
    registration.question = registration.reply = registration.reason = registration.decided_by = ""
    token, registration.token_hash = new_token()
    registration.save()
    return token
