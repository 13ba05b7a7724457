"""/healthz says whether this process can do its work, to anybody, and which part fails."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, connection

from portal import health

pytestmark = pytest.mark.django_db


def test_all_is_well_for_a_stranger(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "storage": True}


def test_it_is_not_kept_by_any_cache(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_it_leaves_nothing_behind_in_the_storage(client, settings):
    client.get("/healthz")
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_storage_that_cannot_be_written_is_named(client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": True, "storage": False}


def test_a_database_that_does_not_answer_is_named(client, monkeypatch):
    monkeypatch.setattr(health, "database_answers", lambda: False)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": False, "storage": True}


def test_a_database_error_is_an_answer_not_a_crash(monkeypatch):
    def gone():
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    assert not health.database_answers()


def test_it_only_answers_reading(client):
    assert client.post("/healthz").status_code == 405


def test_it_is_not_sent_to_https_first(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
