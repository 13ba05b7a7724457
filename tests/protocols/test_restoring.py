"""A portal is backed up while in use, and restored into an empty place and checked there, on either database."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.db import connection

from portal.audit.acts import SYSTEM, act
from portal.audit.anchors import Anchor, anchor_now
from portal.backups import making
from protocols.models import Document
from protocols.services.receipts import make_receipts_due
from protocols.states import State
from tests.protocols import factories_life as life

PASSPHRASE = "a passphrase for tests"
RESTORED = "restored_for_a_test"


def manage(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *map(str, words)]
    everything = {**os.environ, "CONCORDAT_KEY_PASSPHRASE": PASSPHRASE, **environment}
    return subprocess.run(command, cwd=portal_settings.BASE_DIR, env=everything, capture_output=True, text=True)


def held(open_database: Any) -> dict[str, list[str]]:
    """Every row of every table of a model, in words that can be compared."""
    found, tables = (
        open_database.cursor(),
        [model._meta.db_table for model in apps.get_models(include_auto_created=True)],
    )
    rows = {}
    what = "t::text" if connection.vendor == "postgresql" else "*"
    for table in tables:
        found.execute(f'SELECT {what} FROM "{table}" t')  # noqa: S608 - our own tables' names
        rows[table] = sorted(map(repr, found.fetchall()))
    return rows


def counters(open_database: Any) -> list[tuple[object, ...]]:
    """How far each table has counted its rows: what was deleted is not counted again."""
    found = open_database.cursor()
    sqlite = "SELECT name, seq FROM sqlite_sequence ORDER BY 1"
    postgresql = "SELECT sequencename, last_value FROM pg_sequences WHERE sequencename LIKE 'p%' ORDER BY 1"
    found.execute(postgresql if connection.vendor == "postgresql" else sqlite)
    return found.fetchall()


def opened(name: object) -> Any:
    """A database of that name, without Django's own readings of what is in it."""
    if connection.vendor == "sqlite":
        return closing(sqlite3.connect(str(name)))
    return closing(psycopg2.connect(**{**connection.get_connection_params(), "dbname": name}))


@pytest.fixture
def empty_place(tmp_path: Path):
    """Where nothing is yet: the environment of a portal there, and the name of its database."""
    data = {"CONCORDAT_DATA": str(tmp_path / "elsewhere")}
    if connection.vendor == "sqlite":
        name = tmp_path / "elsewhere" / "concordat.sqlite3"
        yield {**data, "DATABASE_URL": f"sqlite:///{name}"}, name
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {RESTORED}")
    yield {**data, "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{RESTORED}"}, RESTORED
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


def something_happens() -> None:
    """An act of somebody else, while the backup is being made."""

    def act_elsewhere() -> None:
        try:
            with act("tests.meanwhile", by=SYSTEM):
                pass
        finally:
            connection.close()

    thread = Thread(target=act_elsewhere)
    thread.start()
    thread.join()


def backed_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> Anchor:
    """A backup made while something happens; where the trail ended before that."""
    before = anchor_now()

    def anchor_later() -> Anchor:
        something_happens()
        return anchor_now()

    monkeypatch.setattr(making, "anchor_now", anchor_later)
    call_command("backup", path)
    monkeypatch.undo()
    return before


@pytest.mark.django_db(transaction=True)
def test_a_portal_in_use_is_restored_elsewhere_row_for_row_and_file_for_file(tmp_path, monkeypatch, empty_place):
    environment, name = empty_place
    life.protocol_at(State.IN_FORCE)
    make_receipts_due()
    with opened(connection.settings_dict["NAME"]) as original:
        rows, counted = held(original), counters(original)
    before = backed_up(tmp_path / "backup.zip", monkeypatch)
    assert anchor_now().sequence == before.sequence + 1

    done = manage("restore", tmp_path / "backup.zip", **environment)
    assert done.returncode == 0, done.stderr
    signed = Document.objects.filter(kind__in=["for_signing", "signed", "receipt"]).count()
    for said in (
        f"{Document.objects.count()} files are there, each as it was stored.",
        f"{signed} signed PDFs are ours, and as they were sealed.",
        f"The audit trail is whole: {before.sequence} events, and agrees with 1 anchor.",
    ):
        assert said in done.stdout
    with opened(name) as restored:
        assert (held(restored), counters(restored)) == (rows, counted)
        with pytest.raises((sqlite3.IntegrityError, psycopg2.Error), match="append-only"):
            restored.cursor().execute("UPDATE audit_auditevent SET action = 'forged'")
