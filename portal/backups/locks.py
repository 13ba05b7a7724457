"""Encryption by age (https://age-encryption.org), so that its own tools open a backup too, years from now.

The library encrypts no stream under a passphrase. So each backup has a key of its own, which encrypts the rest, and is
itself kept under the passphrase: an "identity file", as age's own program takes it.
"""

import hashlib
from typing import Any, Self

import pyrage
from pyrage import passphrase as under_passphrase
from pyrage import x25519

from portal.backups.errors import BackupRefused, Unsound

SHORTEST = 12  # characters of a passphrase
CHUNK = 1024 * 1024
TOO_SHORT = f"A passphrase of a backup has at least {SHORTEST} characters. Choose a longer one, and keep it apart."


class Counted:
    """A stream that is hashed and counted as it is read or written; what goes wrong within the library is kept."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.size, self.hash = stream, 0, hashlib.sha256()
        self.problem: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        try:
            data: bytes = self.stream.read(size)
        except BaseException as problem:
            self.problem = problem
            raise
        self._count(data)
        return data

    def write(self, data: bytes) -> int:
        """Write on."""
        try:
            self.stream.write(data)
        except BaseException as problem:
            self.problem = problem
            raise
        self._count(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def _count(self, data: bytes) -> None:
        self.hash.update(data)
        self.size += len(data)


class Lock:
    """The key of one backup."""

    def __init__(self, identity: x25519.Identity) -> None:
        self.identity = identity

    @classmethod
    def new(cls, passphrase: str) -> tuple[Self, bytes]:
        """A key made now, and the same under the passphrase. Raises BackupRefused where that is short."""
        if len(passphrase) < SHORTEST:
            raise BackupRefused(TOO_SHORT)
        identity = x25519.Identity.generate()
        return cls(identity), under_passphrase.encrypt(f"{identity}\n".encode(), passphrase)

    @classmethod
    def opened(cls, kept: bytes, passphrase: str) -> Self:
        """The key that was kept under a passphrase. Raises BackupRefused where it is another."""
        try:
            return cls(x25519.Identity.from_str(under_passphrase.decrypt(kept, passphrase).decode().strip()))
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as problem:
            raise BackupRefused("The passphrase does not open this backup. Give the one that it was made with.") from (
                problem
            )

    def encrypt(self, source: Counted, sink: Any) -> None:
        """Encrypt what is read into the sink, in flat memory."""
        out = Counted(sink)
        try:
            pyrage.encrypt_io(source, out, [self.identity.to_public()])
        except (pyrage.EncryptError, OSError) as problem:
            raise source.problem or out.problem or problem from problem

    def decrypt(self, source: Any, sink: Counted) -> None:
        """Decrypt what is read into the sink. Raises Unsound where a byte of it is not what was encrypted."""
        read = Counted(source)
        try:
            pyrage.decrypt_io(read, sink, [self.identity])
        except (pyrage.DecryptError, OSError) as problem:
            raise read.problem or sink.problem or Unsound("Part of the backup cannot be decrypted.") from problem
