"""Who else is writing a clause: each person's own row, for a minute; raced on PostgreSQL, where connections overlap."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.errors import NotAllowed
from protocols.models import Presence, Section
from protocols.services.presence import RECENT, forget_absent, presence_sentence, tell_presence
from protocols.tasks import sweep
from tests.protocols import factories
from tests.protocols.test_drafting_races import race

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def officer() -> Role:
    return factories.officer()


@pytest.fixture
def section(officer) -> Section:
    return Section.objects.select_related("version").get(version=factories.draft(by=officer), section_id="S21")


def writer(section: Section, name: str) -> Role:
    return factories.role(RoleKind.CONTRIBUTOR, at=section.version.parties.all()[0].partner, name=name)


def tell(by: Role, section: Section, *, seconds: int = 0, leaving: bool = False) -> list[str]:
    return tell_presence(by=by, section=section, now=NOW + timedelta(seconds=seconds), leaving=leaving)


def test_each_writer_is_told_of_the_others_by_name(officer, section):
    dana, erin = writer(section, "Dana Obi"), writer(section, "Erin Ash")
    assert tell(officer, section) == []
    assert tell(dana, section) == ["Priya Shah"]
    assert tell(erin, section) == ["Dana Obi", "Priya Shah"]
    assert tell(officer, section) == ["Dana Obi", "Erin Ash"]


def test_telling_again_renews_what_was_told_and_adds_nothing(officer, section):
    dana = writer(section, "Dana Obi")
    tell(officer, section)
    tell(officer, section, seconds=50)
    assert Presence.objects.count() == 1
    assert tell(dana, section, seconds=100) == ["Priya Shah"]


def test_whoever_falls_silent_is_named_for_a_minute(officer, section):
    dana = writer(section, "Dana Obi")
    tell(officer, section)
    assert tell(dana, section, seconds=59) == ["Priya Shah"]
    assert tell(dana, section, seconds=60) == []


def test_whoever_leaves_is_named_no_more(officer, section):
    dana = writer(section, "Dana Obi")
    tell(officer, section)
    tell(dana, section)
    assert tell(officer, section, leaving=True) == ["Dana Obi"]
    assert tell(dana, section) == []


def test_writers_of_two_clauses_are_not_named_to_each_other(officer, section):
    other = section.version.sections.exclude(pk=section.pk).select_related("version")[0]
    tell(officer, other)
    assert tell(writer(section, "Dana Obi"), section) == []


def test_nobody_is_noted_who_may_not_write(section):
    stranger = factories.role(RoleKind.CONTRIBUTOR, at=factories.partner("Elsewhere Council"))
    with pytest.raises(NotAllowed):
        tell(stranger, section)
    assert not Presence.objects.exists()


def test_telling_leaves_no_trace_in_the_trail(officer, section):
    before = AuditEvent.objects.count()
    tell(officer, section)
    assert AuditEvent.objects.count() == before


def test_telling_is_two_statements_however_many_write(officer, section, django_assert_num_queries):
    for number in range(5):
        tell(writer(section, f"Writer {number}"), section)
    tell(officer, section)
    with django_assert_num_queries(2):
        tell(officer, section, seconds=1)


def test_what_ran_out_is_swept_away_and_nothing_else(officer, section):
    tell_presence(by=officer, section=section, now=timezone.now() - RECENT)
    tell_presence(by=writer(section, "Dana Obi"), section=section, now=timezone.now())
    assert sweep() == 1
    assert [one.person.name for one in Presence.objects.all()] == ["Dana Obi"]
    assert forget_absent() == 0


def test_the_names_make_a_sentence():
    assert presence_sentence([]) == ""
    assert presence_sentence(["Dana Obi"]) == "Dana Obi is also writing here."
    assert presence_sentence(["Dana Obi", "Erin Ash"]) == "Dana Obi and Erin Ash are also writing here."


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_who_tell_at_once_do_not_hide_one_another(officer, section):
    writers = [writer(section, f"Writer {number}") for number in range(6)]
    race(*[lambda by=by: tell(by, section) for by in writers for _ in range(2)])
    assert tell(officer, section) == [by.person.name for by in writers]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_telling_does_not_wait_for_a_save_in_progress(officer, section):
    ends: list[object] = []

    def impatient() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            ends.append(tell(officer, section))
        finally:
            connections.close_all()

    with transaction.atomic():
        Section.objects.select_for_update().get(pk=section.pk)
        telling = threading.Thread(target=impatient)
        telling.start()
        telling.join()
    assert ends == [[]]
