"""Stored files that no row names: swept away a day later, and never one that a row names or is about to."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.audit.models import AuditEvent
from protocols import tasks
from protocols.models import Document
from protocols.queries.decisions import live_snapshot
from protocols.services import lost_files
from protocols.services.keeping import keep
from protocols.services.lost_files import MOST, sweep_lost_files
from tests.protocols import factories_life as life
from tests.protocols import factories_living as living

DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def snapshot(db):
    return live_snapshot(living.in_force(life.cast()))


def kept(snapshot, content: bytes) -> Document:
    with act("tests.keep", by=SYSTEM):
        return keep(snapshot, Document.Kind.FOR_SIGNING, content, pages=1)


def leave_behind(name: str) -> str:
    return default_storage.save(name, ContentFile(b"left by a crash"))


def a_day_later(monkeypatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(lost_files.timezone, "now", lambda: now + DAY)


def test_what_no_row_names_goes_after_a_day_and_what_a_row_names_stays(
    snapshot, monkeypatch, django_capture_on_commit_callbacks
):
    held = kept(snapshot, b"%PDF-1.7 signed")
    lost = [leave_behind(name) for name in ("documents/P1-0001/0.pdf", "made/case/1/0.pdf", "elsewhere/1/0.pdf")]
    evidence = leave_behind("evidence/1/0")
    assert sweep_lost_files() == 0
    a_day_later(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_lost_files() == 3
    assert [default_storage.exists(name) for name in [held.name, *lost, evidence]] == [True, False, False, False, True]
    assert AuditEvent.objects.get(action="protocols.files.lost").details == {"files": lost}
    assert sweep_lost_files() == 0


def test_a_file_left_by_a_crash_is_never_taken_up_so_that_the_sweep_cannot_take_a_row_s_file(snapshot):
    first = kept(snapshot, b"%PDF-1.7 once")
    assert kept(snapshot, b"%PDF-1.7 once").name == first.name
    with act("tests.crash", by=SYSTEM):
        Document.objects.all().delete()
    again = kept(snapshot, b"%PDF-1.7 once")
    assert again.name != first.name
    assert again.read() == b"%PDF-1.7 once"


def test_a_file_whose_row_is_committed_while_the_sweep_looks_is_left_alone(snapshot, monkeypatch):
    listed = lost_files._within
    late = []

    def list_and_keep(folder: str):
        yield from listed(folder)
        if not late:
            late.append(kept(snapshot, b"%PDF-1.7 in the meantime"))
            yield late[0].name

    monkeypatch.setattr(lost_files, "_within", list_and_keep)
    a_day_later(monkeypatch)
    assert sweep_lost_files() == 0
    assert late[0].read()


def test_beside_a_database_of_another_portal_nothing_is_deleted(db, monkeypatch, caplog):
    for number in range(MOST + 1):
        leave_behind(f"documents/P1-0001/{number}.pdf")
    a_day_later(monkeypatch)
    assert sweep_lost_files() == 0
    assert "is this the database of these files?" in caplog.text
    assert len(default_storage.listdir("documents/P1-0001")[1]) == MOST + 1


def test_the_sweep_has_its_turn_once_a_day(db, settings, monkeypatch):
    turns = []
    monkeypatch.setattr(tasks, "sweep_lost_files", lambda: turns.append("a turn") or 1)
    assert (tasks.tidy_files(), tasks.tidy_files()) == (1, 0)
    assert turns == ["a turn"]
    assert "protocols.tasks.tidy_files" in settings.PORTAL_SWEEPS
