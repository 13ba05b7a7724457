"""Sending mail that was written."""

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.mail.models import OutgoingMail


def deliver(mail_id: int) -> bool:
    """Send one mail, unless it was sent before; True when it is sent. Safe to run twice."""
    with act("mail.deliver", by=SYSTEM) as done:
        mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id, sent_at=None).first()
        if mail is None:
            done.cancel()
            return False
        done.subject = mail
        message = EmailMultiAlternatives(mail.subject, mail.text, None, [mail.to])
        message.attach_alternative(mail.html, "text/html")
        message.send()
        mail.sent_at, mail.attempts = timezone.now(), mail.attempts + 1
        mail.save(update_fields=["sent_at", "attempts"])
    return True
