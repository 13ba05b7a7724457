"""Time stamps from an outside authority: with one, a signature proves when it was made (PAdES B-T)."""

from django.conf import settings
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

PATIENCE = 10  # seconds to wait for the service


def configured_timestamper() -> TimeStamper | None:
    """The time-stamping service that the settings name; None where they name none."""
    url = settings.SIGNING_TIMESTAMP_URL
    return HTTPTimeStamper(url, timeout=PATIENCE) if url else None
