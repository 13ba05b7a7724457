"""What PostgreSQL breaks off because two acts wait for each other: made for real, and seen through a page.

Another connection holds the end of the audit trail and wants the version, while the page's act holds the version and
wants the end of the trail. Of the two, the page's is the one that looks for a deadlock at once, so it is broken off.
"""

import threading
import time

import pytest
from django.core import mail as box
from django.db import connection, transaction
from django.urls import reverse
from lxml import html

from portal.audit import acts
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent, ChainHead
from protocols.models import ProtocolVersion
from protocols.services.stepping import locked
from protocols.states import State
from tests.protocols import factories

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

REASON = "Another protocol covers all of this, as the board said in March."
SOON, LATE = "SET LOCAL deadlock_timeout = '20ms'", "SET LOCAL deadlock_timeout = '1min'"
WAITING = "SELECT count(*) FROM pg_locks WHERE pid = %s AND NOT granted"
PATIENCE = 20  # seconds


class Rival:
    """Gets in the way of the first acts that end, as often as it is told."""

    def __init__(self, version: ProtocolVersion, times: int) -> None:
        self.version, self.left, self.met, self.held_end = version, times, 0, acts._held_end
        self.threads: list[threading.Thread] = []

    def __call__(self) -> acts.ChainEnd:
        """In the place of what holds the chain's end: by now the act holds its version."""
        if self.left:
            self.left, self.met = self.left - 1, self.met + 1
            self._cross()
        return self.held_end()

    def _cross(self) -> None:
        holds = threading.Event()
        pid: list[int] = []
        self.threads.append(threading.Thread(target=self._want_both, args=(holds, pid)))
        self.threads[-1].start()
        assert holds.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        with connection.cursor() as cursor:
            while cursor.execute(WAITING, pid) or cursor.fetchone() == (0,):
                assert time.monotonic() < until
            cursor.execute(SOON)

    def _want_both(self, holds: threading.Event, pid: list[int]) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(LATE)
                    cursor.execute("SELECT pg_backend_pid()")
                    pid += cursor.fetchone()
                ChainHead.objects.select_for_update(no_key=True).get(pk=1)
                holds.set()
                locked(self.version)
        finally:
            connection.close()


@pytest.fixture
def version():
    return factories.draft()


@pytest.fixture
def abandoning(client, version, monkeypatch):
    """Abandons the version by its page, with a rival in the way so many times; the answer, and the rival."""
    client.force_login(version.protocol.partnership.roles.get().person)
    client.raise_request_exception = False
    rivals = []

    def press(times: int):
        rivals.append(rival := Rival(version, times))
        monkeypatch.setattr(acts, "_held_end", rival)
        address = reverse("protocols:abandon", args=[version.protocol.reference, version.number])
        return client.post(address, {"reason": REASON}), rival

    yield press
    for thread in (one for rival in rivals for one in rival.threads):
        thread.join()


def test_an_act_that_gave_way_is_done_again_and_nobody_hears_of_it(abandoning, client, version, caplog):
    answer, rival = abandoning(times=2)
    assert (answer.status_code, rival.met) == (302, 2)
    version.refresh_from_db()
    assert (version.status, version.ended_reason) == (State.ABANDONED, REASON)
    assert AuditEvent.objects.filter(action="protocols.version.abandon").count() == 1
    assert client.get(answer["Location"]).content.count(b"is abandoned. It is kept") == 1
    assert [one.levelname for one in caplog.records if "gave way" in one.message] == ["WARNING"] * 2
    assert (list(breaks()), box.outbox) == ([], [])


def test_one_that_gives_way_each_time_is_refused_with_what_was_typed(abandoning, version):
    answer, rival = abandoning(times=3)
    page = " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())
    assert (answer.status_code, rival.met, answer["Retry-After"]) == (503, 3, "30")
    for sentence in ("at the same moment", "What you had saved before is kept", "send it again", REASON):
        assert sentence in page
    assert answer["X-Request-ID"] in page
    version.refresh_from_db()
    assert version.status is State.DRAFT
    assert not AuditEvent.objects.filter(action="protocols.version.abandon").exists()
