"""A storage that is full or does not answer, whichever it is: one error, and one way to turn it into a refusal."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from portal.refusals import Refused

logger = logging.getLogger(__name__)


class StorageAway(OSError):
    """The storage of documents is full, or does not answer; a file that is not there is a FileNotFoundError."""


class NotNow(Refused):
    """What was asked is allowed, but something that the portal needs for it is away for the moment."""


@contextmanager
def storage_needed(consequence: str) -> Iterator[None]:
    """Refuse what is done within where the storage is away; `consequence` ends the sentence "..., so"."""
    try:
        yield
    except StorageAway as away:
        logger.exception("The storage of documents is away.")
        raise NotNow(
            f"The portal’s store of documents is full or does not answer, so {consequence}. Try again in a few "
            "minutes. If it goes on, tell whoever runs the portal."
        ) from away
