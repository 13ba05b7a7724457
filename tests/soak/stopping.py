"""Commands are told to stop (SIGTERM) in the middle: they leave nothing half made, and can be run again."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from grown import ROOT, Grown
from with_postgresql import address

from tests.soak.load import Made, load_on
from tests.soak.outcomes import Outcome

# When they are told, as parts of the time that they take.
PARTS = (0.3, 0.45, 0.6, 0.75, 0.9)
STOPPED, TOLD_EARLY = 130, -signal.SIGTERM  # by itself; or before it had begun, as any program


class Command:
    """A command of the portal, to be run whole or told to stop."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self.environment, self.words = environment, [sys.executable, "manage.py", *words]
        self.seconds, self.told = 0.0, ""

    def whole(self) -> int:
        """Run it to its end; its exit code."""
        began = time.monotonic()
        done = subprocess.run(self.words, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True)
        self.seconds, self.told = time.monotonic() - began, done.stdout + done.stderr
        return done.returncode

    def told_to_stop(self, after: float) -> int:
        """Run it and tell it to stop after so many seconds; its exit code."""
        running = subprocess.Popen(
            self.words, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            return running.wait(after)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGTERM)
            return running.wait(120)


def backup_and_restore_stopped(grown: Grown, made: Made) -> Outcome:
    """A backup of a portal in use is stopped, made, and restored into an empty place, which is stopped too."""
    place = grown.place / "backups"
    place.mkdir()
    with load_on(grown, made) as seen:
        backing = Command(grown.environment, "backup", str(place))
        whole = [backing.whole()]
        kept = _held(place)
        backups = [backing.told_to_stop(backing.seconds * part) for part in PARTS]
        left = _held(place) - kept
        whole.append(backing.whole())
    backup = max(place.iterdir())
    elsewhere = _elsewhere(grown)
    restoring = Command(elsewhere, "restore", str(backup))
    spare = Command(_elsewhere(grown, "spare"), "restore", str(backup))
    whole.append(spare.whole())
    restores, dirty = [], []
    for part in PARTS:
        restores.append(restoring.told_to_stop(spare.seconds * part))
        dirty += _what_is_there(grown, elsewhere)
    whole.append(restoring.whole())
    stops = {STOPPED, TOLD_EARLY}
    return Outcome(
        "backup and restore told to stop (SIGTERM)",
        f"each {len(PARTS)} times, at {PARTS[0]:.0%} to {PARTS[-1]:.0%} of the {backing.seconds:.0f} s and "
        f"{spare.seconds:.0f} s that they take",
        f"{seen.asked:,} requests while backups were made",
        f"{backups.count(STOPPED)} backups and {restores.count(STOPPED)} restores stopped in the middle; "
        f"{seen.failed} requests",
        "nothing was left of those that were stopped; made again, each was whole, and the restored portal was "
        "verified: every file, every signed PDF, the audit trail",
        {
            "each left as it was told": set(backups) | set(restores) <= stops,
            "some were stopped in the middle": min(backups.count(STOPPED), restores.count(STOPPED)) > 0,
            "no half of a backup is left": not left,
            "no half of a restored portal is left": not dirty,
            "run again, each was whole and verified": whole == [0] * 4,
            "no request failed": seen.failed == 0 < seen.asked,
        },
    )


def _held(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*")}


def _elsewhere(grown: Grown, name: str = "restored") -> dict[str, str]:
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


def _what_is_there(grown: Grown, environment: dict[str, str]) -> list[str]:
    """What a restore that was stopped left behind: rows, files or keys."""
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
