"""Files that no row names, left by a crash between file and row or a deletion that failed: swept away, and on record.

A row that is not committed yet cannot be seen, so a file is let alone for a day; and no act ever takes up a file that
it did not itself store, unless a row names it (`protocols.services.keeping`). So a file that is a day old and has no
row will never have one.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from protocols.models import AgreementFile, Document, MadeFile

logger = logging.getLogger(__name__)
UNCLAIMED = timedelta(days=1)
MOST = 20
"""More than a crash or two can leave: then it is rather the database that is not the one of these files."""
FOLDERS: dict[str, type[models.Model]] = {"documents": Document, "made": MadeFile, "elsewhere": AgreementFile}
"""Where this room's files are, and the rows that name them."""


def sweep_lost_files() -> int:
    """Delete what no row names and is older than a day; how many files. None where they are suspiciously many."""
    before = timezone.now() - UNCLAIMED
    lost = [name for folder, model in FOLDERS.items() for name in _lost(folder, model, before)]
    if len(lost) > MOST:
        logger.error(
            "%d stored files are named by no row, such as %s. None was deleted: is this the database of these files?",
            len(lost), lost[0],
        )  # fmt: skip
        return 0
    if not lost:
        return 0
    with act("protocols.files.lost", by=SYSTEM, details={"files": lost}):
        transaction.on_commit(lambda: _delete(lost))
    return len(lost)


def _lost(folder: str, model: type[models.Model], before: datetime) -> list[str]:
    """The old files of a folder that no row names. The files are listed first: a row written meanwhile is seen."""
    old = [name for name in _within(folder) if default_storage.get_modified_time(name) < before]
    named = set(model._default_manager.values_list("name", flat=True)) if old else set()
    return [name for name in old if name not in named]


def _within(folder: str) -> Iterator[str]:
    """Every file of a folder, at any depth."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from _within(f"{folder}/{inner}")


def _delete(names: list[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
            logger.info("The stored file %s, which no row named, was deleted.", name)
        except OSError:
            logger.exception("The stored file %s could not be deleted; it is tried again another day.", name)
