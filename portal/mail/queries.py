"""Reading the mail that was written."""

from django.db.models import QuerySet

from portal.mail.models import OutgoingMail


def written() -> QuerySet[OutgoingMail]:
    """All mail, newest first, without its bodies."""
    return OutgoingMail.objects.defer("text", "html")
