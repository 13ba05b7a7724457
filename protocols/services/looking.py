"""Who looked at a version, and who says to have read it: by a post only, never by opening a page."""

from datetime import datetime

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.models import Mention, ProtocolVersion, Reading
from protocols.permissions import check_sees
from protocols.queries.news import VISIT
from protocols.services.mentioning import open_mentions


def look(*, by: Role, version: ProtocolVersion, comments: bool = False) -> Reading | None:
    """Keep that somebody looks at a version: once a visit, so that within it what is new stays new.

    `comments` says that the comments were before them, which takes those that name them off the in-tray. Raises
    NotAllowed for somebody who takes no part.
    """
    check_sees(by, version)
    reading = Reading.objects.filter(version=version, reader=by).first()
    now = timezone.now()
    named = comments and Mention.objects.filter(
        comment__version=version, role__person=by.person_id, opened_at=None
    ).exists()  # fmt: skip
    if reading is not None and not is_new_visit(reading, now) and not named:
        return reading
    with act("protocols.version.look", by=by, details={"version": str(version)}) as looking:
        reading = _mark(by, version, now)
        if named:
            open_mentions(version, by)
        looking.subject = reading
    return reading


def say_read(*, by: Role, version: ProtocolVersion) -> Reading:
    """Keep that somebody has read a version as it is now: nothing of it is new to them any more."""
    check_sees(by, version)
    now = timezone.now()
    with act("protocols.version.read", by=by, details={"version": str(version)}) as saying:
        reading = _mark(by, version, now)
        reading.since = reading.looked_at = reading.read_at = now
        reading.save(update_fields=["since", "looked_at", "read_at"])
        open_mentions(version, by)
        saying.subject = reading
    return reading


def is_new_visit(reading: Reading, now: datetime) -> bool:
    """Whether a look now begins another visit."""
    return now - reading.looked_at > VISIT


def _mark(by: Role, version: ProtocolVersion, now: datetime) -> Reading:
    """The reader's mark, moved on where a visit begins."""
    reading, made = Reading.objects.select_for_update(no_key=True).get_or_create(
        version=version, reader=by, defaults={"looked_at": now}
    )
    if not made and is_new_visit(reading, now):
        reading.since, reading.looked_at = reading.looked_at, now
        reading.save(update_fields=["since", "looked_at"])
    return reading
