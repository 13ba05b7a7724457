"""Writing mail. Sending is a background job, so that a slow mail server never holds a page up."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string

from portal.mail.models import FIRST_CHANCE, OutgoingMail
from portal.mail.tasks import send


def absolute_url(path: str) -> str:
    """The address of a page as it stands in a mail."""
    return f"{settings.SITE_URL}{path}"


def queue_mail(*, to: str, template: str, context: Mapping[str, object]) -> OutgoingMail:
    """Write a mail from `templates/mail/<template>.txt` and `.html`, to be sent once the change is committed.

    The text file's first line is "Subject: ...". Must be called inside an act: the mail belongs to its change.
    """
    values = {**context, "site_url": settings.SITE_URL}
    head, _, text = render_to_string(f"mail/{template}.txt", values).lstrip().partition("\n")
    subject = " ".join(head.removeprefix("Subject:").split())
    html = render_to_string(f"mail/{template}.html", {**values, "subject": subject})
    due = Now() + FIRST_CHANCE  # by the clock that every worker asks
    mail = OutgoingMail(to=to, subject=subject, text=text.strip() + "\n", html=html, due_at=due)
    mail.save()
    transaction.on_commit(lambda: send.enqueue(mail.pk))
    return mail
