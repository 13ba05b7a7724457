"""Background jobs of the mail app."""

from django_tasks import task

from portal.mail.delivery import deliver


@task()
def send(mail_id: int) -> bool:
    """Send one mail that was written."""
    return deliver(mail_id)
