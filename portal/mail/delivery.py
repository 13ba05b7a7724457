"""Sending mail that was written. No transaction is open while the mail server is spoken to."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.mail.models import OutgoingMail

logger = logging.getLogger(__name__)

# A mail is given up after so many attempts, which by the waits between them is some twenty hours.
ATTEMPTS = 12
# How long one attempt may take before another worker may begin one.
HOLD = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)


def deliver(mail_id: int) -> bool:
    """Try once to send a mail that is neither sent, nor given up, nor in another worker's hands; True when sent.

    Safe to run twice. Should the process die between the sending and its record, the mail is sent again: twice is
    better than never.
    """
    mail = _claim(mail_id)
    if mail is None:
        return False
    connection = get_connection()
    message = EmailMultiAlternatives(mail.subject, mail.text, None, [mail.to], connection=connection)
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as problem:
        _record_failure(mail, problem)
        return False
    finally:
        connection.close()  # one that refused the password stays open otherwise
    with act("mail.deliver", by=SYSTEM, subject=mail):
        mail.sent_at, mail.due_at, mail.problem = timezone.now(), None, ""
        mail.save(update_fields=["sent_at", "due_at", "problem"])
    return True


def _claim(mail_id: int) -> OutgoingMail | None:
    """Take the mail in hand for one attempt; None where there is nothing to do.

    By the database's clock: a worker on a machine whose own is ahead would take what is in another's hands.
    """
    free = Q(attempts=0, due_at__isnull=False) | Q(due_at__lte=Now())
    with act("mail.attempt", by=SYSTEM) as done:
        mail = OutgoingMail.objects.select_for_update(no_key=True).filter(free, pk=mail_id, sent_at=None).first()
        if mail is None:
            done.cancel()
            return None
        done.subject = mail
        mail.attempts, mail.due_at = mail.attempts + 1, Now() + HOLD
        mail.save(update_fields=["attempts", "due_at"])
    return mail


def _record_failure(mail: OutgoingMail, problem: Exception) -> None:
    """Say what went wrong and when to try again: after 1, 2, 4... minutes; never after the last attempt."""
    wait = min(timedelta(minutes=2 ** (mail.attempts - 1)), LONGEST_WAIT)
    with act("mail.fail", by=SYSTEM, subject=mail, details={"problem": str(problem), "attempt": mail.attempts}):
        mail.problem = str(problem)
        mail.due_at = Now() + wait if mail.attempts < ATTEMPTS else None
        mail.save(update_fields=["problem", "due_at"])
    logger.warning("Mail %s was not sent at attempt %s: %s", mail.pk, mail.attempts, problem)
