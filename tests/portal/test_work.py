"""Sweeps take turns; the reaper takes only from the dead."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.work.models import SweepTurn, WorkerBeat
from portal.work.reaping import ATTEMPTS, reap
from portal.work.sweeping import KEPT, forget_finished_jobs, sweep
from tests.portal import jobs

pytestmark = pytest.mark.django_db

TELLS, FAILS = "tests.portal.jobs.sweep_that_tells", "tests.portal.jobs.sweep_that_fails"
LEASE = timedelta(seconds=30)


@pytest.fixture
def diary(tmp_path, monkeypatch):
    monkeypatch.setenv("DIARY", str(tmp_path / "diary"))
    return tmp_path / "diary"


def held(*worker_ids: str) -> DBTaskResult:
    """A job that the last of these workers is doing."""
    jobs.fail.enqueue()
    job = DBTaskResult.objects.get()
    for worker_id in worker_ids:
        job.claim(worker_id)
    return job


def beat(worker_id: str, ago: timedelta) -> None:
    WorkerBeat.objects.create(worker_id=worker_id, beat_at=timezone.now() - ago)


def status(job: DBTaskResult) -> TaskResultStatus:
    job.refresh_from_db()
    return job.status


def test_a_sweep_has_its_turn_and_then_waits(diary):
    assert sweep([TELLS], every=LEASE) == [TELLS]
    assert sweep([TELLS], every=LEASE) == []
    assert diary.read_text() == "swept\n"


def test_a_sweep_has_another_turn_when_its_time_has_come(diary):
    sweep([TELLS], every=LEASE)
    SweepTurn.objects.update(began_at=timezone.now() - LEASE)
    assert sweep([TELLS], every=LEASE) == [TELLS]


def test_a_sweep_that_fails_is_logged_and_does_not_stop_the_next(diary, caplog):
    assert sweep([FAILS, TELLS], every=LEASE) == [FAILS, TELLS]
    assert "ValueError: wrong" in caplog.text
    assert diary.exists()


def test_a_job_of_a_worker_without_a_beat_goes_back_to_the_queue():
    job = held("gone")
    assert reap(LEASE) == 1
    assert status(job) == TaskResultStatus.READY


def test_a_job_of_a_worker_that_fell_silent_goes_back_to_the_queue():
    job = held("silent")
    beat("silent", ago=LEASE * 2)
    assert reap(LEASE) == 1
    assert status(job) == TaskResultStatus.READY


def test_a_job_of_a_living_worker_stays_with_it():
    job = held("gone", "alive")
    beat("alive", ago=LEASE / 2)
    assert reap(LEASE) == 0
    assert status(job) == TaskResultStatus.RUNNING


def test_a_job_that_was_begun_too_often_fails_with_the_reason():
    job = held(*(f"w{number}" for number in range(ATTEMPTS)))
    assert reap(LEASE) == 1
    assert status(job) == TaskResultStatus.FAILED
    assert "each worker died" in job.traceback


def test_jobs_done_long_ago_are_forgotten_and_failures_are_kept():
    job = held("w")
    job.set_failed(ValueError("wrong"))
    DBTaskResult.objects.update(finished_at=timezone.now() - KEPT * 2)
    forget_finished_jobs()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    forget_finished_jobs()
    assert DBTaskResult.objects.count() == 0
