"""A portal in a directory of its own, with real processes to start, tell and kill."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds: on a busy machine Django alone takes some to start


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

    def manage_all(self, *commands: list[str]) -> None:
        """Several commands in one process; the first that leaves with anything but 0 fails it."""
        calls = "".join(f"call_command(*{words!r}); " for words in commands)
        self._do(f"from django.core.management import call_command; {calls}")

    def enqueue(self, job: str, *args: object) -> None:
        self._do(f"from tests.portal import jobs; jobs.{job}.enqueue(*{json.dumps(args)})")

    def _do(self, what: str) -> None:
        words = [sys.executable, "-c", f"import django; django.setup(); {what}"]
        subprocess.run(words, cwd=ROOT, env=self.environment, check=True, timeout=120)

    def start(self, *words: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", *words]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.started.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        return self.start("run_worker", "--interval=0.1", "--lease=1.5", "--sweep-every=1")

    def ask(self, query: str) -> list[tuple]:
        with sqlite3.connect(self.database, timeout=20) as connection:
            return connection.execute(query).fetchall()

    def jobs(self) -> list[tuple]:
        return self.ask("SELECT status, json_array_length(worker_ids) FROM django_tasks_database_dbtaskresult")

    def told(self) -> list[str]:
        return self.diary.read_text().split() if self.diary.exists() else []
