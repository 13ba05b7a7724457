"""`manage.py restore`: a portal made again from a backup."""

import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.backups.errors import BackupRefused
from portal.backups.passphrases import passphrase_in
from portal.backups.restoring import restore
from portal.backups.stopping import stoppable

EVERY = 5.0  # seconds between two words of how far it is


class Command(BaseCommand):
    """Restores, then has everything checked in a process of its own, as the portal will find it when it starts."""

    help = (
        "Make the portal of a backup in an empty place: every hash is compared first, and afterwards each signed PDF "
        "and the audit trail are checked, as verify_portal does. Can be stopped: then the place is empty again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What from."""
        parser.add_argument("file", type=Path, metavar="FILE", help="what backup wrote")
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="its first line opens an encrypted backup"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and check. Exits 1 where something is not as it was."""
        self.told_at = time.monotonic()
        path, passphrase = options["file"], passphrase_in(options["passphrase_file"])
        try:
            with stoppable("Stopped. The place is empty again."):
                manifest = restore(path, passphrase=passphrase, tell=self._tell)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        except (OSError, DatabaseError) as problem:
            why = getattr(problem, "strerror", "") or problem
            where = getattr(problem, "filename", None)
            raise CommandError(f"Nothing was restored: {f'{where}: ' if where else ''}{why}.") from problem
        self.stdout.write(f"Restored the backup of {manifest.made_at}: {len(manifest.members)} files, each as it was.")
        for name in manifest.missing:
            self.stdout.write(f"The backup says that the storage had lost {name} when it was made.")
        self.stdout.flush()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), settings.PORTAL_VERIFY]
        with stoppable(f"Stopped. The portal is restored, and not checked: {settings.PORTAL_VERIFY} does that."):
            told = [*command, "--anchor", str(manifest.anchor)]
            done = subprocess.run(told, check=False)  # noqa: S603 - our own command
        if done.returncode:
            raise CommandError("The portal is restored, but not all of it is as it should be.", returncode=1)

    def _tell(self, what: str, done: int, total: int) -> None:
        if done == total or time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            self.stdout.write(f"{done} of {total} {what}")
