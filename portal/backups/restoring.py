"""Making a portal again from a backup, where there is none."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage

from portal.backups.archives import ArchiveReader, read
from portal.backups.databases import fill, refuse_another, used_tables
from portal.backups.errors import BackupRefused, Unsound
from portal.backups.making import DOCUMENTS, KEYS, SECRET_FILES, SECRETS
from portal.backups.manifests import Manifest
from portal.backups.stored_files import put, stored_names

IN_MEMORY = 8 * 1024 * 1024  # bytes of a document; a larger one is laid on the disk meanwhile
Tell = Callable[[str, int, int], None]


def restore(path: Path, *, passphrase: str, tell: Tell) -> Manifest:
    """Make the portal of a backup, whose every hash is compared before anything is written.

    Raises BackupRefused where the place is not empty, or the backup is another's or unsound. Where it is stopped, what
    was put there is taken away again. `tell` is called with what is being done, how many are done, and of how many.
    """
    with read(path, passphrase) as reader, ExitStack() as undo:
        refuse_another(reader.manifest)
        _refuse_used_place()
        total = len(reader.manifest.members)
        for done, _ in enumerate(reader.check(), start=1):
            tell("checked", done, total)
        place = undo.enter_context(tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.DATA_DIR))
        with ExitStack() as taken_away:
            _put_documents(reader, taken_away, tell)
            _put_keys(reader, taken_away)
            _put_secrets(reader, taken_away)
            fill(reader, Path(place))
            taken_away.pop_all()
    return reader.manifest


def _refuse_used_place() -> None:
    keys = Path(settings.SIGNING_KEYS_DIR)
    used = {
        f"the database has rows, such as in {', '.join(used_tables()[:1])}": bool(used_tables()),
        "the storage of documents has files": next(stored_names(), None) is not None,
        f"{keys} has keys": keys.is_dir() and any(keys.iterdir()),
    }
    if found := [what for what, is_so in used.items() if is_so]:
        raise BackupRefused(f"A backup is restored into an empty place only. Here, {', and '.join(found)}.")


def _put_documents(reader: ArchiveReader, taken_away: ExitStack, tell: Tell) -> None:
    names = reader.manifest.within(DOCUMENTS)
    for done, name in enumerate(names, start=1):
        with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(settings.DATA_DIR)) as content:
            reader.copy(DOCUMENTS + name, content)
            content.seek(0)
            put(name, content)
        taken_away.callback(default_storage.delete, name)
        tell("documents restored", done, len(names))


def _put_keys(reader: ArchiveReader, taken_away: ExitStack) -> None:
    keys = Path(settings.SIGNING_KEYS_DIR)
    taken_away.callback(shutil.rmtree, keys, ignore_errors=True)
    _put_files(reader, KEYS, keys)


def _put_secrets(reader: ArchiveReader, taken_away: ExitStack) -> None:
    """Those of the backup, in the place of those that the portal made here when it first started."""
    for name in SECRET_FILES:
        path = settings.DATA_DIR / name
        taken_away.callback(_as_before, path, path.read_bytes() if path.exists() else None)
    _put_files(reader, SECRETS, settings.DATA_DIR)


def _as_before(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


def _put_files(reader: ArchiveReader, folder: str, directory: Path) -> None:
    """Write the files of a folder, for their owner's eyes alone, each in one step."""
    for name in reader.manifest.within(folder):
        if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
            raise Unsound(f"The backup holds {folder}{name}, which leads elsewhere. Nothing was restored.")
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        being_written = path.with_name(f".{path.name}.part")
        with os.fdopen(os.open(being_written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sink:
            reader.copy(folder + name, sink)
            sink.flush()
            os.fsync(sink.fileno())
        being_written.rename(path)
