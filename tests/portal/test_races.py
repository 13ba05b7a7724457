"""Rules of the floor that must hold when several act at once, raced on PostgreSQL with a connection for each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail as box
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.audit.acts import SYSTEM, act
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent
from portal.mail.delivery import deliver
from portal.mail.models import OutgoingMail
from portal.work.models import SweepTurn
from portal.work.reaping import reap
from tests.portal import jobs

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
RACERS = 6


def race(run: Callable[[], object]) -> list[object]:
    """Run it in several threads that start together, each with its own connection; what each came back with."""
    start = Barrier(RACERS)

    def one(_: int) -> object:
        try:
            start.wait()
            return run()
        finally:
            connection.close()

    with ThreadPoolExecutor(RACERS) as threads:
        return list(threads.map(one, range(RACERS)))


def test_the_chain_does_not_fork():
    def several() -> None:
        for _ in range(5):
            with act("test.race", by=SYSTEM):
                pass

    race(several)
    assert AuditEvent.objects.count() == 5 * RACERS
    assert list(breaks()) == []


def test_an_act_inside_another_keeps_nobody_waiting_for_the_end_of_the_trail():
    """Whoever holds it waits for nobody: an act that goes on to hold more does not have it yet."""

    def beside() -> None:
        try:
            with act("test.beside", by=SYSTEM):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads, act("test.outer", by=SYSTEM):
        with act("test.inner", by=SYSTEM):
            pass
        threads.submit(beside).result(timeout=20)
    told = list(AuditEvent.objects.values_list("action", flat=True))
    assert told == ["test.beside", "test.inner", "test.outer"]
    assert list(breaks()) == []


def test_one_worker_takes_the_turn_of_a_sweep():
    assert race(lambda: SweepTurn.take("a.sweep", every=timedelta(minutes=1))).count(True) == 1


def test_one_worker_takes_the_next_turn_too():
    SweepTurn.objects.create(name="a.sweep", began_at=timezone.now() - timedelta(minutes=2))
    assert race(lambda: SweepTurn.take("a.sweep", every=timedelta(minutes=1))).count(True) == 1


def test_a_dead_workers_job_is_given_back_once():
    jobs.fail.enqueue()
    DBTaskResult.objects.get().claim("gone")
    assert sum(race(lambda: reap(timedelta(seconds=30)))) == 1


def test_a_mail_is_sent_once():
    with act("test.write_mail", by=SYSTEM):
        mail = OutgoingMail.objects.create(to="dana@wigan.example", subject="A", text="A", html="A")
    assert race(lambda: deliver(mail.pk)).count(True) == 1
    assert len(box.outbox) == 1
