"""Sweeps take turns; the reaper takes only from the dead."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.work.heart import Heart
from portal.work.models import SweepTurn, WorkerBeat
from portal.work.putting_back import AWAY, GIVEN_UP, LATEST, SOONEST, put_back
from portal.work.reaping import ATTEMPTS, reap
from portal.work.sweeping import KEPT, forget_finished_jobs, sweep
from portal.work.worker import PortalWorker
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
    a_little_over = LEASE + timedelta(seconds=1)  # the database has a clock of its own
    SweepTurn.objects.update(began_at=timezone.now() - a_little_over)
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


def test_the_reaper_takes_back_what_is_down_as_the_asking_workers_own():
    """It could not write down how its job ended, and has none in hand while it asks."""
    job = held("alive")
    beat("alive", ago=LEASE / 2)
    assert reap(LEASE, idle="alive") == 1
    assert status(job) == TaskResultStatus.READY


def test_a_clock_that_is_wrong_takes_no_job_from_a_living_worker(monkeypatch):
    """One machine's clock is an hour ahead of the other's: both ask the database what time it is."""
    job = held("alive")
    Heart("alive", every=5).beat()
    monkeypatch.setattr(timezone, "now", lambda real=timezone.now: real() + timedelta(hours=1))
    assert reap(LEASE) == 0
    Heart("alive", every=5).beat()
    monkeypatch.undo()
    assert reap(LEASE) == 0
    assert status(job) == TaskResultStatus.RUNNING
    assert WorkerBeat.objects.filter(beat_at__lte=timezone.now() + LEASE).exists()


def tried(job) -> DBTaskResult:
    """The job, queued and tried once by a worker."""
    job.enqueue()
    made = DBTaskResult.objects.get()
    made.claim("w")
    PortalWorker(sweeps=[], sweep_every=LEASE, lease=LEASE, interval=0).run_task(made)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("job", [jobs.want_storage, jobs.want_database, jobs.lose_the_database])
def test_a_job_that_finds_a_part_of_the_portal_away_is_put_back_for_later(job, caplog):
    made = tried(job)
    assert (made.status, made.worker_ids) == (TaskResultStatus.READY, [])
    assert SOONEST / 2 < made.run_after - timezone.now() <= SOONEST
    assert "is put back for 15 s" in caplog.text


def test_a_job_is_put_back_by_the_clock_of_the_database(monkeypatch):
    with monkeypatch.context() as ahead:
        ahead.setattr(timezone, "now", lambda real=timezone.now: real() + timedelta(hours=1))
        made = tried(jobs.want_storage)
    assert made.run_after - timezone.now() <= SOONEST


def test_a_job_that_waited_for_long_waits_as_long_again_and_fails_after_a_day():
    made = tried(jobs.want_storage)
    for ago, wait in ((timedelta(minutes=4), timedelta(minutes=4)), (timedelta(hours=4), LATEST)):
        made.status, made.enqueued_at = TaskResultStatus.FAILED, timezone.now() - ago
        made.exception_class_path, made.traceback = next(iter(AWAY)), "Away"
        assert put_back(made)
        assert wait / 2 < made.run_after - timezone.now() <= wait + SOONEST
    made.status, made.enqueued_at = TaskResultStatus.FAILED, timezone.now() - GIVEN_UP * 2
    made.exception_class_path, made.traceback = next(iter(AWAY)), "Away"
    assert not put_back(made)


def worker_whose_round_breaks_off(monkeypatch, cause: Exception | None) -> PortalWorker:
    def broken(self: PortalWorker) -> None:
        raise DatabaseError("server closed the connection unexpectedly") from cause

    monkeypatch.setattr(PortalWorker, "_look_round", broken)
    monkeypatch.setattr("portal.work.worker.connections.close_all", lambda: None)
    return PortalWorker(sweeps=[], sweep_every=LEASE, lease=LEASE, interval=0)


def test_a_worker_outlives_a_connection_that_broke_off(monkeypatch, caplog):
    worker_whose_round_breaks_off(monkeypatch, Exception("the driver's")).work(until_idle=True)
    assert "The database did not answer; trying again" in caplog.text


def test_a_worker_does_not_outlive_a_mistake_that_is_told_alike(monkeypatch):
    with pytest.raises(DatabaseError):
        worker_whose_round_breaks_off(monkeypatch, None).work(until_idle=True)


def test_a_job_with_a_mistake_in_it_is_not_tried_again():
    assert tried(jobs.fail).status == TaskResultStatus.FAILED


def test_jobs_done_long_ago_are_forgotten_and_failures_are_kept():
    job = held("w")
    job.set_failed(ValueError("wrong"))
    DBTaskResult.objects.update(finished_at=timezone.now() - KEPT * 2)
    forget_finished_jobs()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    forget_finished_jobs()
    assert DBTaskResult.objects.count() == 0
