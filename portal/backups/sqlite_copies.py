"""SQLite: copied by its own means for a database in use, which hold up nobody, and filled in the same way."""

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections

from portal.backups.archives import ArchiveReader
from portal.backups.snapshots import FOLDER, Snapshot

NAME = f"{FOLDER}concordat.sqlite3.gz"
ALIAS = "backup"


@contextmanager
def snapshot(workplace: Path) -> Iterator[Snapshot]:
    """A copy in one step, so of one moment; then packed from there."""
    copy = workplace / "copy.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
    connections.settings[ALIAS] = {**connections.settings["default"], "NAME": str(copy), "OPTIONS": {}}
    try:
        yield Snapshot(ALIAS, _packed(copy))
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


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
    """The copy as a file to keep. Whoever read it has closed it: what they left beside it is none of the copy's."""
    connections[ALIAS].close()
    packed = copy.with_name("copy.gz")
    with copy.open("rb") as source, gzip.open(packed, "wb", compresslevel=6) as sink:
        shutil.copyfileobj(source, sink)
    yield NAME, packed
    packed.unlink()
