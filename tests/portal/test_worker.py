"""The worker as a process of its own: killed, told to stop, and beside a database of its own."""

import signal

from tests.portal.places import PATIENCE, until


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


def test_a_worker_for_what_is_queued_leaves_when_it_is_done(place):
    place.enqueue("found_partnership", str(place.diary), 0)
    worker = place.start("run_worker", "--until-idle", "--interval=0")
    assert worker.wait(PATIENCE) == 0
    assert place.jobs() == [("SUCCESSFUL", 1)]
