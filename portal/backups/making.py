"""Making a backup: of a portal in use, with every file that a row of the copied database names."""

import tempfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.module_loading import import_string

from portal.audit.anchors import anchor_now
from portal.backups.archives import ArchiveWriter, written
from portal.backups.databases import migrations, snapshot
from portal.backups.manifests import Manifest
from portal.backups.stored_files import stored_names

DOCUMENTS, KEYS, SECRETS = "documents/", "keys/", "secrets/"
SECRET_FILES = ("secret-key", "key-passphrase")
"""Of the data directory, where the portal made them itself. They go into an encrypted backup alone: whoever has the
keys with their passphrase seals in the portal's name."""

Tell = Callable[[int], None]
NamedFiles = Callable[[], Iterator[tuple[str, str]]]


def back_up(path: Path, *, passphrase: str, tell: Tell) -> Manifest:
    """Write a backup to a file that is not there yet, and say what went into it.

    Files are stored before the row that names them, and some are let go of with their row. So they are copied before
    the database, those that came meanwhile after it, and the keys, which know all that they ever signed, last.
    `tell` is called with the number of files so far.
    """
    with (
        tempfile.TemporaryDirectory(prefix=".concordat-backup-", dir=path.parent) as place,
        written(path, passphrase) as writer,
    ):
        _add_documents(writer, tell)
        with snapshot(Path(place)) as taken:
            manifest, named = _said_now(), _named_now()
            for name, file in taken.files:
                _add(writer, name, file)
                tell(len(writer.members))
        _add_documents(writer, tell)
        _add_keys(writer, secrets=bool(passphrase))
        manifest.tables, manifest.sequences = taken.tables, taken.sequences
        manifest.missing = [name for name in named if DOCUMENTS + name not in writer.members]
        writer.finish(manifest)
    return manifest


def _said_now() -> Manifest:
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        release=release(),
        database=connection.vendor,
        migrations=migrations(),
        anchor=anchor_now(),
    )


def release() -> str:
    """The release of the portal, as its project file says it."""
    said = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(said["project"]["version"])


def _named_now() -> list[str]:
    """The files that rows name."""
    named_files: NamedFiles = import_string(settings.PORTAL_NAMED_FILES)
    return [name for name, _ in named_files()]


def _add_documents(writer: ArchiveWriter, tell: Tell) -> None:
    """Every stored file that is not in the backup yet. One that is gone by now was let go of meanwhile."""
    for name in stored_names():
        if DOCUMENTS + name in writer.members:
            continue
        try:
            opened = default_storage.open(name)
        except FileNotFoundError:
            continue
        with opened as content:
            writer.add(DOCUMENTS + name, content)
        tell(len(writer.members))


def _add_keys(writer: ArchiveWriter, *, secrets: bool) -> None:
    """The keys, each encrypted under the portal's passphrase; and that passphrase, where the backup is encrypted."""
    keys = Path(settings.SIGNING_KEYS_DIR)
    for file in sorted(path for path in keys.rglob("*") if path.is_file()):
        name = file.relative_to(keys).as_posix()
        if not name.startswith("."):
            _add(writer, KEYS + name, file)
    for name in SECRET_FILES if secrets else ():
        if (settings.DATA_DIR / name).is_file():
            _add(writer, SECRETS + name, settings.DATA_DIR / name)


def _add(writer: ArchiveWriter, name: str, file: Path) -> None:
    with file.open("rb") as content:
        writer.add(name, content)
