"""The file of a backup: a ZIP of members as they are or, encrypted, of numbered ones that tell nothing, not even names.

Read and written as streams, so that no size of it fills the memory.
"""

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from portal.backups.errors import BackupRefused, Unsound
from portal.backups.locks import CHUNK, Counted, Lock
from portal.backups.manifests import NAME, Manifest, Member

KEY = "key.age"
LOCKED_MANIFEST = "manifest.age"


class ArchiveWriter:
    """A backup being written; its members are told by the manifest that ends it."""

    def __init__(self, archive: zipfile.ZipFile, passphrase: str = "") -> None:
        self.archive, self.lock = archive, None
        self.members: dict[str, Member] = {}
        if passphrase:
            self.lock, kept = Lock.new(passphrase)
            archive.writestr(KEY, kept)

    def add(self, name: str, content: IO[bytes]) -> None:
        """Add a file under a name."""
        stored = f"{len(self.members) + 1:08}.age" if self.lock else name
        source = Counted(content)
        self._pour(source, stored)
        self.members[name] = Member(stored, source.hash.hexdigest(), source.size)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, with all members: a backup without it is none."""
        manifest.members = self.members
        self._pour(Counted(BytesIO(manifest.text().encode())), LOCKED_MANIFEST if self.lock else NAME)

    def _pour(self, source: Counted, stored: str) -> None:
        with self.archive.open(stored, "w", force_zip64=True) as sink:
            if self.lock:
                self.lock.encrypt(source, sink)
                return
            while data := source.read(CHUNK):
                sink.write(data)


class ArchiveReader:
    """A backup that is there, with its manifest."""

    def __init__(self, archive: zipfile.ZipFile, passphrase: str = "") -> None:
        self.archive, self.lock = archive, None
        if KEY in archive.namelist():
            if not passphrase:
                raise BackupRefused("This backup is encrypted. Give its passphrase with --passphrase-file.")
            self.lock = Lock.opened(archive.read(KEY), passphrase)
        content = BytesIO()
        self._pour(LOCKED_MANIFEST if self.lock else NAME, Counted(content))
        self.manifest = Manifest.read(content.getvalue())

    def copy(self, name: str, sink: IO[bytes]) -> None:
        """Copy a file into a sink. Raises Unsound where it is not, to the last byte, the one that was backed up."""
        member, counted = self.manifest.members[name], Counted(sink)
        self._pour(member.stored, counted)
        if (counted.hash.hexdigest(), counted.size) != (member.sha256, member.size):
            raise Unsound(f"{name} is not what was backed up: its hash differs. Nothing was restored.")

    def check(self) -> Iterator[str]:
        """Read every file and compare its hash; the name of each, as it is found sound. Raises Unsound."""
        known = {one.stored for one in self.manifest.members.values()} | {KEY, LOCKED_MANIFEST if self.lock else NAME}
        if strange := set(self.archive.namelist()) - known:
            raise Unsound(f"The backup holds {min(strange)}, which is not on its list. Nothing was restored.")
        with Path(os.devnull).open("wb") as nowhere:
            for name in self.manifest.members:
                self.copy(name, nowhere)
                yield name

    def _pour(self, stored: str, sink: Counted) -> None:
        try:
            with self.archive.open(stored) as source:
                if self.lock:
                    self.lock.decrypt(source, sink)
                    return
                while data := source.read(CHUNK):
                    sink.write(data)
        except KeyError as problem:
            raise Unsound(f"The backup is not whole: it has no {stored}. Nothing was restored.") from problem
        except (zipfile.BadZipFile, EOFError, zlib.error) as problem:
            raise Unsound(f"{stored} of the backup is damaged. Nothing was restored.") from problem


@contextmanager
def written(path: Path, passphrase: str) -> Iterator[ArchiveWriter]:
    """A new backup, for its owner's eyes alone; there once it is whole and the disk has it, and else not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise BackupRefused(f"{part} is there: another backup is being made, or was cut off. Delete it.") from problem
    try:
        with os.fdopen(descriptor, "wb") as handle:
            with zipfile.ZipFile(handle, "w") as archive:
                yield ArchiveWriter(archive, passphrase)
            handle.flush()
            os.fsync(handle.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def read(path: Path, passphrase: str) -> Iterator[ArchiveReader]:
    """A backup. Raises BackupRefused where it is none, or the passphrase is another."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield ArchiveReader(archive, passphrase)
    except zipfile.BadZipFile as problem:
        raise Unsound(f"{path} is no backup, or was cut off. Nothing was restored.") from problem
