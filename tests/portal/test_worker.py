"""The worker as a process of its own: killed, told to stop, and beside a database of its own."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40  # seconds: on a busy machine Django alone takes some to start


def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds; fail where it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "It did not come about in time."
        time.sleep(0.05)


class Place:
    """A portal's data directory, and the processes that were started on it."""

    def __init__(self, data: Path) -> None:
        self.database = data / "concordat.sqlite3"
        self.diary = data / "diary"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "CONCORDAT_DATA": str(data),
            "DIARY": str(self.diary),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        self.started: list[subprocess.Popen] = []

    def manage(self, *words: str) -> None:
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True, timeout=120)

    def enqueue(self, job: str, *args: object) -> None:
        self.manage("shell", "-v0", "-c", f"from tests.portal import jobs; jobs.{job}.enqueue(*{json.dumps(args)})")

    def worker(self) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "run_worker", "--interval=0.1", "--lease=1.5", "--sweep-every=1"]
        self.started.append(subprocess.Popen(command, cwd=ROOT, env=self.environment))
        return self.started[-1]

    def ask(self, query: str) -> list[tuple]:
        with sqlite3.connect(self.database, timeout=20) as connection:
            return connection.execute(query).fetchall()

    def jobs(self) -> list[tuple]:
        return self.ask("SELECT status, json_array_length(worker_ids) FROM django_tasks_database_dbtaskresult")

    def told(self) -> list[str]:
        return self.diary.read_text().split() if self.diary.exists() else []


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("migrated")
    Place(data).manage("migrate", "-v0")
    return data


@pytest.fixture
def place(migrated: Path, tmp_path: Path) -> Iterator[Place]:
    data = tmp_path / "data"
    shutil.copytree(migrated, data)
    made = Place(data)
    yield made
    for process in made.started:
        process.kill()
        process.wait()


def test_a_job_whose_worker_was_killed_in_mid_job_is_done_once_after_a_restart(place):
    place.enqueue("found_partnership", str(place.diary), 60)
    first = place.worker()
    until(lambda: place.told() == ["began"])
    first.kill()
    first.wait()
    assert place.jobs() == [("RUNNING", 1)]
    place.worker()
    until(lambda: place.jobs() == [("SUCCESSFUL", 2)])
    assert place.told() == ["began", "began", "done"]
    assert place.ask("SELECT slug FROM partners_partnership") == [("found",)]
    assert place.ask("SELECT count(*) FROM audit_auditevent WHERE action = 'test.found'") == [(1,)]


def test_a_worker_that_is_told_to_stop_finishes_the_job_in_hand(place):
    place.enqueue("found_partnership", str(place.diary), 1)
    worker = place.worker()
    until(lambda: place.told() == ["began"])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    assert place.jobs() == [("SUCCESSFUL", 1)]


def test_an_idle_worker_that_is_told_to_stop_goes_at_once_and_takes_itself_off_the_list(place):
    worker = place.worker()
    until(lambda: place.ask("SELECT count(*) FROM work_workerbeat") == [(1,)])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    assert place.ask("SELECT count(*) FROM work_workerbeat") == [(0,)]


def test_a_long_job_is_not_taken_from_a_worker_that_lives(place):
    place.enqueue("found_partnership", str(place.diary), 4)
    place.worker()
    until(lambda: place.told() == ["began"])
    place.worker()
    until(lambda: place.jobs() == [("SUCCESSFUL", 1)])
    assert place.told() == ["began", "done"]


def test_a_job_that_kills_its_worker_is_given_up_after_the_third(place):
    place.enqueue("kill_the_worker", str(place.diary))
    for attempt in range(1, 4):
        worker = place.worker()
        until(lambda attempt=attempt: len(place.told()) == attempt)
        assert worker.wait(PATIENCE) == -signal.SIGKILL
    place.worker()
    until(lambda: place.jobs() == [("FAILED", 3)])
    assert place.told() == ["began"] * 3
