"""Files that wait for somebody's word after they were uploaded, and are let go where none comes."""

from datetime import timedelta

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.models import AgreementUpload, WordUpload

KEPT = timedelta(days=1)
"""How long a file waits for somebody's word before it is swept away."""


def let_go(uploads: type[AgreementUpload] | type[WordUpload], *, doing: str, counted: str) -> int:
    """Let go of the files that nobody gave the word for in time; how many there were.

    `doing` names it in the trail, and `counted` the number of files there.
    """
    left = uploads.objects.filter(done_at=None, uploaded_at__lt=timezone.now() - KEPT)
    if not left.exists():
        return 0
    with act(doing, by=SYSTEM) as done:
        count, _ = left.delete()
        done.details[counted] = count
        if not count:
            done.cancel()
    return count
