"""Commands are told to stop (SIGTERM) once they are at it: they leave nothing half made, and can be run again."""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from grown import ROOT, Grown
from with_postgresql import address

from tests.soak.counting import sealed, wait_until
from tests.soak.load import Made, load_on
from tests.soak.outcomes import Outcome

# How long a command has been at it when it is told, in seconds.
BACKING_UP, RESTORING = (0.0, 0.05, 0.1, 0.2), (0.0, 0.5, 1.5, 3.0)
STOPPED = 130


class Command:
    """A command of the portal, to be run whole or told to stop; `told` is what it said."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self.environment = {**environment, "PYTHONUNBUFFERED": "1"}
        self.words, self.told = [sys.executable, "manage.py", *words], ""

    def whole(self) -> int:
        """Run it to its end; its exit code."""
        done = subprocess.run(self.words, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True)
        self.told = done.stdout + done.stderr
        return done.returncode

    def told_to_stop(self, at_it: Callable[[str], bool], after: float) -> int:
        """Run it, and tell it to stop so many seconds after it was at it, by what it said; its exit code."""
        with tempfile.NamedTemporaryFile("w+") as said:
            running = subprocess.Popen(self.words, cwd=ROOT, env=self.environment, stdout=said, stderr=said)
            while running.poll() is None and not at_it(Path(said.name).read_text()):
                time.sleep(0.002)
            time.sleep(after)
            running.send_signal(signal.SIGTERM)
            code = running.wait(120)
            self.told = Path(said.name).read_text()
        return code


def backup_and_restore_stopped(grown: Grown, made: Made) -> Outcome:
    """A backup of a portal in use is stopped, made, and restored into empty places, where that is stopped too."""
    version = made(grown, "seal")["version"]
    wait_until(lambda: sealed(grown, version) == 1, "sealed")
    place = grown.place / "backups"
    place.mkdir()
    with load_on(grown, made) as seen:
        backing = Command(grown.environment, "backup", str(place))
        backups = [backing.told_to_stop(lambda _: any(place.glob("*.part")), after) for after in BACKING_UP]
        halves = _halves(grown, place)
        again = backing.whole()
    restoring = [
        Command(_elsewhere(grown, f"restored_{number}"), "restore", str(max(place.iterdir())))
        for number in range(len(RESTORING))
    ]
    restores = [
        one.told_to_stop(lambda said: "checked" in said, after) for one, after in zip(restoring, RESTORING, strict=True)
    ]
    dirty = [one for one in restoring if _what_is_there(one.environment) and not _verifies(one)]
    gone_on = restoring[0].whole()
    return Outcome(
        "Backup and restore told to stop (SIGTERM)",
        f"{len(backups)} backups and {len(restores)} restores, up to {BACKING_UP[-1]} s and {RESTORING[-1]} s after "
        "they had begun to write",
        f"{seen.asked:,} requests while backups were made",
        f"{backups.count(STOPPED)} of the backups and {restores.count(STOPPED)} of the restores stopped in the middle; "
        f"{seen.failed} requests",
        "nothing was left of those that were stopped; the same commands, run again, made a whole backup and a portal "
        "that was verified: every file, every signed PDF, the audit trail",
        {
            "some were stopped in the middle": min(backups.count(STOPPED), restores.count(STOPPED)) > 0,
            "no half of a backup is left": not halves,
            "no half of a restored portal is left": not dirty,
            "run again, each was whole and verified": again == gone_on == 0,
            "no request failed": seen.failed == 0 < seen.asked,
        },
    )


HALVES = """
import sys
from pathlib import Path
import django
django.setup()
from portal.backups.archives import read
from portal.backups.errors import BackupRefused, Unsound
for name in sys.argv[1:]:
    try:
        with read(Path(name), "") as backup:
            list(backup.check())
    except (BackupRefused, OSError, Unsound):
        print(name)
"""


def _halves(grown: Grown, place: Path) -> list[str]:
    """What lies there and is no backup with every file that it lists, each as it was: a part, or a workplace."""
    there = [str(path) for path in place.iterdir()]
    asked = [sys.executable, "-c", HALVES, *there]
    return subprocess.run(
        asked, cwd=ROOT, env=grown.environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()


def _verifies(restoring: Command) -> bool:
    return Command(restoring.environment, "verify_portal").whole() == 0


def _elsewhere(grown: Grown, name: str) -> dict[str, str]:
    """The settings of an empty place on the same servers: a database, a prefix of the bucket and a folder."""
    grown.database.psql(f"CREATE DATABASE {name};")
    uri = address(grown.database.get_uri())
    data = grown.place / name
    data.mkdir()
    # The portal's own passphrase goes with its keys into encrypted backups alone: an operator brings it.
    passphrase = (Path(grown.environment["CONCORDAT_DATA"]) / "key-passphrase").read_text().strip()
    return {
        **grown.environment,
        "CONCORDAT_DATA": str(data),
        "CONCORDAT_S3_PREFIX": name,
        "CONCORDAT_KEY_PASSPHRASE": passphrase,
        "DATABASE_URL": f"{uri.rpartition('/')[0]}/{name}",
    }


def _what_is_there(environment: dict[str, str]) -> list[str]:
    """What is there where a restore was stopped: rows, files or keys."""
    asked = (
        "import django; django.setup(); from portal.backups.databases import used_tables; "
        "from portal.backups.stored_files import stored_names; print(*used_tables(), *stored_names(), sep='\\n')"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    data = Path(environment["CONCORDAT_DATA"])
    files = [str(path) for path in data.rglob("*") if path.is_file() and path.name != "secret-key"]
    return [line for line in told.stdout.splitlines() if line] + files
