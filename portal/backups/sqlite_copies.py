"""SQLite: copied by its own means for a database in use, which hold up nobody, and filled in the same way."""

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from portal.backups.archives import ArchiveReader
from portal.backups.snapshots import FOLDER, Snapshot

NAME = f"{FOLDER}concordat.sqlite3.gz"


@contextmanager
def snapshot(workplace: Path) -> Iterator[Snapshot]:
    """A copy in one step, of the moment that everything read within sees too. Nobody waits for it."""
    copy = workplace / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT 1 FROM sqlite_master")  # from here on, it sees the database as it is now
            with closing(sqlite3.connect(copy)) as target:
                connection.connection.backup(target)
            yield Snapshot(_packed(copy))
        finally:
            cursor.execute("ROLLBACK")


def fill(reader: ArchiveReader, workplace: Path) -> None:
    """Unpack, then copy over in one step."""
    packed, copy = workplace / "restored.gz", workplace / "restored.sqlite3"
    with packed.open("wb") as sink:
        reader.copy(NAME, sink)
    with gzip.open(packed) as source, copy.open("wb") as unpacked:
        shutil.copyfileobj(source, unpacked)
    packed.unlink()
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as restored:
        restored.backup(connection.connection)
    connection.close()


def _packed(copy: Path) -> Iterator[tuple[str, Path]]:
    packed = copy.with_name("copy.gz")
    with copy.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as sink:
        shutil.copyfileobj(source, sink)
    yield NAME, packed
    packed.unlink()
