"""A consultation when two act at the same moment: raced on PostgreSQL, where connections overlap."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from partners.roles import RoleKind
from portal.audit.acts import SYSTEM, act
from portal.audit.checks import breaks
from portal.mail.models import OutgoingMail
from protocols.models import ConsultationReminder, Reading, SectionRevision
from protocols.services.looking import look, say_read
from protocols.services.moving import open_consultation
from protocols.services.reminding import remind_due
from protocols.services.stepping import locked
from protocols.services.suggesting import accept, reject, suggest
from tests.protocols import factories
from tests.protocols.test_drafting_races import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_a_suggestion_answered_two_ways_at_once_has_one_answer():
    by = factories.officer()
    section = factories.draft(by=by).sections.get(section_id="S21")
    made = suggest(by=by, section=section, body="<p>New.</p>", base_revision=1, nonce=uuid4())
    ends = race(
        *[lambda: accept(by=by, suggestion=made)] * 2, *[lambda: reject(by=by, suggestion=made, reason="No.")] * 2
    )
    made.refresh_from_db()
    assert {type(end).__name__ for end in ends} == {"Suggestion", "Invalid"}
    assert SectionRevision.objects.filter(section=section).count() == (2 if made.state == "accepted" else 1)
    assert list(breaks()) == []


def test_two_sweeps_at_once_remind_each_party_once():
    by = factories.officer()
    version = open_consultation(by=by, version=factories.draft(by=by))
    dpo = factories.role(RoleKind.DPO, at=version.parties.all()[0].partner)
    day = timezone.localdate() + timedelta(days=14)
    race(*[lambda: remind_due(day)] * 3)
    assert ConsultationReminder.objects.count() == 2
    assert OutgoingMail.objects.filter(to=dpo.person.email, subject__contains="comment by").count() == 1


def test_one_reader_in_two_windows_has_one_mark():
    version = factories.draft()
    dpo = factories.role(RoleKind.DPO, at=version.parties.all()[0].partner)
    ends = race(*[lambda: look(by=dpo, version=version)] * 3, lambda: say_read(by=dpo, version=version))
    assert [type(end).__name__ for end in ends] == ["Reading"] * 4
    assert Reading.objects.count() == 1


def test_whoever_looks_at_a_version_does_not_wait_for_an_act_on_it():
    """They would wait for each other: a row that names the version is looked up at the end, the trail's end in hand."""
    version = factories.draft()
    dpo = factories.role(RoleKind.DPO, at=version.parties.all()[0].partner)

    def looked() -> Reading | None:
        try:
            return look(by=dpo, version=version)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside, act("tests.long", by=SYSTEM):
        locked(version)
        assert beside.submit(looked).result(timeout=20) is not None
