"""A disk that is full while people sign: the portal on one machine, with SQLite and files, on small disks of its own.

The disks are in memory and belong to a mount namespace of their own, so that they go with the processes in it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from grown import ROOT

CHUNK = 64 * 1024


class Small:
    """One machine's portal; its data lies on one small disk, its documents on another."""

    def __init__(self, place: Path, port: int) -> None:
        self.data, self.site = place, f"http://127.0.0.1:{port}"
        self.log = place.with_suffix(".log")
        self.data.mkdir()
        self.port = port
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CONCORDAT_")},
            "CONCORDAT_DATA": str(self.data),
            "CONCORDAT_SITE_URL": self.site,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        self.environment.pop("DATABASE_URL", None)

    def __enter__(self) -> "Small":
        documents = self.data / "documents"
        script = (
            f"mount -t tmpfs -o size=64m tmpfs {self.data} && mkdir {documents} && "
            f"mount -t tmpfs -o size=16m tmpfs {documents} && echo there && exec sleep infinity"
        )
        self.holder = subprocess.Popen(["unshare", "-rm", "sh", "-c", script], stdout=subprocess.PIPE, text=True)
        assert self.holder.stdout is not None
        if self.holder.stdout.readline() != "there\n":
            raise RuntimeError("This machine gives no disk in a mount namespace: see unshare(1).")
        self._log = self.log.open("ab")
        self.run("manage.py", "migrate", "--verbosity=0")
        self.run("manage.py", "createcachetable")
        self.serving: subprocess.Popen[bytes] | None = None
        return self

    def serve(self) -> None:
        """Start the site and its worker."""
        self.serving = subprocess.Popen(
            self._within("manage.py", "run_portal", f"--port={self.port}"), env=self.environment,
            stdout=self._log, stderr=self._log,
        )  # fmt: skip

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.serving is not None:
            self.serving.terminate()
            self.serving.wait(90)
        self.holder.kill()
        self.holder.wait()
        self._log.close()

    def run(self, *words: str) -> str:
        """Run a program of ours where the disks are; what it said. Raises CalledProcessError where it fails."""
        done = subprocess.run(
            self._within(*words), env=self.environment, check=True, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        return done.stdout

    def made(self, what: str) -> dict:
        """Have something made in it."""
        return json.loads(self.run("-m", "tests.soak.world", what).splitlines()[-1])

    def ask(self, question: str) -> int:
        """The one number that its database answers with."""
        asked = f"import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute({question!r}).fetchone()[0])"
        return int(self.run("-c", asked, str(self.data / "concordat.sqlite3")))

    def fill(self, folder: str = ".") -> int:
        """Leave no room on the disk of a folder; how many bytes that took."""
        size, path = 0, self._seen(folder) / "filler"
        for chunk in (CHUNK, 512):
            with path.open("ab", buffering=0) as filler:
                while True:
                    try:
                        size += filler.write(b"x" * chunk)
                    except OSError:
                        break
        return size

    def empty(self, folder: str = ".") -> None:
        """Give the room back."""
        (self._seen(folder) / "filler").unlink()

    def _seen(self, folder: str) -> Path:
        return Path(f"/proc/{self.holder.pid}/root{self.data}") / folder

    def _within(self, *words: str) -> list[str]:
        return ["nsenter", f"--target={self.holder.pid}", "--user", "--mount", "--preserve-credentials",
                "sh", "-c", 'cd "$0" && exec "$@"', str(ROOT), sys.executable, *words]  # fmt: skip
