"""The keys that documents are signed and sealed with, and time stamps where the operator names a server."""

from functools import cache
from pathlib import Path

from django.conf import settings
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from protocols.documents.authority import Authority


def authority() -> Authority:
    """The portal's own certificate authority, opened once a process; made on first use."""
    return _opened(Path(settings.SIGNING_KEYS_DIR), str(settings.SIGNING_KEY_PASSPHRASE))


def timestamper() -> TimeStamper | None:
    """The time-stamping server that the operator named, if any."""
    url = str(settings.SIGNING_TIMESTAMP_URL)
    return HTTPTimeStamper(url) if url else None


@cache
def _opened(directory: Path, passphrase: str) -> Authority:
    return Authority.load_or_create(directory, passphrase)
