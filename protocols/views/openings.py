"""When a file for signing was first handed to a browser session: kept in the session, and read when it is signed.

Mail scanners that follow a guest's link have sessions of their own, so what they open does not count as the guest's.
"""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from portal.senders import sender_address
from protocols.models import Document, Guest
from protocols.services.signatures import Coming

KEY = "opened"


def note_opened(request: HttpRequest, document: Document, guest: Guest | None = None) -> None:
    """Keep in the session that the file of a signing was opened now; the first time counts, whoever signed since."""
    if document.kind != Document.Kind.FOR_SIGNING:
        return
    opened: dict[str, str] = request.session.get(KEY, {})
    name = _name(document, guest)
    if name not in opened:
        request.session[KEY] = {**opened, name: timezone.now().isoformat(timespec="seconds")}


def coming(request: HttpRequest, document: Document | None, *, proof: str = "", guest: Guest | None = None) -> Coming:
    """How whoever sends this request came to sign a file."""
    opened = request.session.get(KEY, {}).get(_name(document, guest)) if document is not None else None
    return Coming(sender_address(request), proof, datetime.fromisoformat(opened) if opened else None)


def _name(document: Document, guest: Guest | None) -> str:
    """A signing has one snapshot, and a file for each signature; a guest's link is a way of its own to them."""
    return f"{document.snapshot_id}-{guest.pk}" if guest is not None else str(document.snapshot_id)
