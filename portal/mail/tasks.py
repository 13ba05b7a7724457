"""Background jobs of the mail app."""

from django.db.models.functions import Now
from django_tasks import task

from portal.mail.delivery import deliver
from portal.mail.models import OutgoingMail

# At most so many mails are queued by one sweep; the next follows soon.
A_SWEEP = 200


@task()
def send(mail_id: int) -> bool:
    """Send one mail that was written."""
    return deliver(mail_id)


def queue_unsent() -> int:
    """Sweep: queue the mails whose time to be tried (again) has come; how many."""
    due = OutgoingMail.objects.filter(due_at__lte=Now()).order_by("due_at")
    ids = list(due.values_list("pk", flat=True)[:A_SWEEP])
    for mail_id in ids:
        send.enqueue(mail_id)
    return len(ids)
