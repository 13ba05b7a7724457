"""`manage.py backup`: the database, the documents and the keys in one file."""

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.backups.errors import BackupRefused
from portal.backups.making import back_up
from portal.backups.manifests import Manifest
from portal.backups.passphrases import passphrase_in
from portal.backups.stopping import stoppable

EVERY = 5.0  # seconds between two words of how far it is
NOT_ENCRYPTED = (
    "It is not encrypted, so the passphrase of the signing keys is not in it. Keep that apart (key-passphrase in the "
    "data directory, or CONCORDAT_KEY_PASSPHRASE): without it, nothing can be signed after a restore."
)


class Command(BaseCommand):
    """Runs beside a portal in use. Exits 1, with the backup made, where a row names a file that is lost."""

    help = (
        "Write the database, the documents and the keys to one file, while the portal is in use. Can be stopped: then "
        "nothing is kept. Exits 1 where the storage lacks a file that it should have; the backup is made all the same."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and whether encrypted."""
        parser.add_argument("to", type=Path, metavar="DIR_OR_FILE", help="a directory, or a file that is not there yet")
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE",
            help="encrypt the backup under the passphrase that is this file's first line; by default it is as readable "
            "as the portal's own disk",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say what is in it."""
        path, passphrase = _file(options["to"]), passphrase_in(options["passphrase_file"])
        self.told_at = time.monotonic()
        try:
            with stoppable("Stopped. No backup was kept."):
                manifest = back_up(path, passphrase=passphrase, tell=self._tell)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as problem:
            raise CommandError(f"No backup was kept: {problem.strerror or problem}.") from problem
        self._sum_up(path, manifest, encrypted=bool(passphrase))

    def _tell(self, files: int) -> None:
        if time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            self.stdout.write(f"{files} files so far")

    def _sum_up(self, path: Path, manifest: Manifest, *, encrypted: bool) -> None:
        size = path.stat().st_size / 1_000_000
        self.stdout.write(f"Wrote {path}: {len(manifest.members)} files, {size:,.1f} MB.")
        self.stdout.write(f"The audit trail stands at {manifest.anchor}.")
        if not encrypted:
            self.stdout.write(NOT_ENCRYPTED)
        for name in manifest.missing:
            self.stderr.write(f"Missing from the storage: {name}")
        if manifest.missing:
            count = len(manifest.missing)
            lost = "1 file that the database names is" if count == 1 else f"{count} files that the database names are"
            raise CommandError(f"{lost} lost. The backup has all the others.", returncode=1)


def _file(to: Path) -> Path:
    """The file to write. Raises CommandError where there is one, or no directory for it."""
    path = to / f"concordat-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.zip" if to.is_dir() else to
    if path.exists():
        raise CommandError(f"{path} is there already. Name another file, or a directory.")
    if not path.parent.is_dir():
        raise CommandError(f"There is no directory {path.parent}. Make it first.")
    return path
