"""The audit trail: no act, no write; every act one event; nothing changed without being found."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from partners.models import Partnership
from portal.audit.acts import SYSTEM, Actor, ChainMoved, act, with_chain_end
from portal.audit.checks import breaks
from portal.audit.guards import AppendOnly, UnauditedWrite
from portal.audit.models import AuditEvent
from portal.audit.triggers import POSTGRESQL_DROP, POSTGRESQL_FOLLOW_DROP, SQLITE_DROP, SQLITE_FOLLOW_DROP

pytestmark = pytest.mark.django_db


def make(number: int) -> Partnership:
    with act("test.make", by=SYSTEM, details={"number": number}) as done:
        made = Partnership(name=f"Partnership {number}", slug=f"p{number}", prefix=f"P{number}", area="Somewhere")
        made.save()
        done.subject = made
    return made


SQLITE_ALL, POSTGRESQL_ALL = [*SQLITE_DROP, *SQLITE_FOLLOW_DROP], [*POSTGRESQL_DROP, *POSTGRESQL_FOLLOW_DROP]


def tamper(*statements: str) -> None:
    """Change the trail as somebody with the database's own key could."""
    with connection.cursor() as cursor:
        for statement in [*(SQLITE_ALL if connection.vendor == "sqlite" else POSTGRESQL_ALL), *statements]:
            cursor.execute(statement)


def forge(number: int) -> AuditEvent:
    """An event that follows nothing."""
    forged = AuditEvent(sequence=number, at=datetime(2027, 3, 3, tzinfo=UTC), action="forged", actor_name="Nobody")
    forged.hash = forged.expected_hash()
    return forged


def test_a_write_outside_an_act_is_refused():
    with pytest.raises(UnauditedWrite):
        Partnership(name="A", slug="a", prefix="A", area="A").save()


def test_a_row_is_not_removed_outside_an_act():
    made = make(1)
    with pytest.raises(UnauditedWrite):
        made.delete()
    assert Partnership.objects.exists()


@pytest.mark.parametrize("write", ["update", "delete", "bulk_create", "bulk_update"])
def test_a_bulk_write_outside_an_act_is_refused(write):
    made = make(1)
    made.area = "Elsewhere"
    writes = {
        "update": lambda: Partnership.objects.update(area="Elsewhere"),
        "delete": lambda: Partnership.objects.all().delete(),
        "bulk_create": lambda: Partnership.objects.bulk_create([Partnership(name="B", slug="b", prefix="B", area="B")]),
        "bulk_update": lambda: Partnership.objects.bulk_update([made], ["area"]),
    }
    with pytest.raises(UnauditedWrite):
        writes[write]()


def test_an_act_leaves_one_event_that_says_who_did_what_to_what():
    by = Actor(name="Dana Obi", capacity="data protection officer, Wigan Council", person_id=7, organisation_id=3)
    with act("test.rename", by=by, subject=make(1), details={"from": "x"}):
        pass
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor_name, event.subject_label) == ("test.rename", "Dana Obi", "Partnership 1")
    assert (event.person_id, event.organisation_id, event.details) == (7, 3, {"from": "x"})


def test_an_act_that_fails_leaves_neither_change_nor_event():
    with pytest.raises(ZeroDivisionError), act("test.fail", by=SYSTEM):
        Partnership(name="A", slug="a", prefix="A", area="A").save()
        _ = 1 / 0
    assert not Partnership.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_cancelled_act_leaves_no_event():
    with act("test.repeat", by=SYSTEM) as done:
        done.cancel()
    assert not AuditEvent.objects.exists()


def test_events_cannot_be_changed_or_removed_through_the_models():
    make(1)
    event = AuditEvent.objects.get()
    for forbidden in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(AppendOnly):
            forbidden()
    with pytest.raises(AppendOnly):
        AuditEvent.objects.update(action="other")


@pytest.mark.parametrize("statement", ["UPDATE audit_auditevent SET action='x'", "DELETE FROM audit_auditevent"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(statement):
    make(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_whole_trail_verifies(capsys):
    for number in range(5):
        make(number)
    call_command("verify_audit")
    assert "whole: 5 events" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "sequence"),
    [
        ("UPDATE audit_auditevent SET actor_name='Somebody else' WHERE sequence=3", 3),
        ("DELETE FROM audit_auditevent WHERE sequence=3", 3),
        ("DELETE FROM audit_auditevent WHERE sequence=5", 5),
        ("UPDATE audit_auditevent SET sequence=9 WHERE sequence=3", 9),
        ("UPDATE audit_auditevent SET previous_hash=hash WHERE sequence=2", 2),
    ],
    ids=["changed", "removed", "removed at the end", "moved", "relinked"],
)
def test_tampering_is_found_and_named(statement, sequence):
    for number in range(5):
        make(number)
    tamper(statement)
    assert sequence in {found.sequence for found in breaks()}
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_audit")


def test_an_inserted_event_is_found():
    for number in range(3):
        make(number)
    tamper()
    forge(4).save()
    assert {found.sequence for found in breaks()} >= {4}


@pytest.mark.parametrize("number", [3, 4, 9])
def test_the_database_itself_refuses_an_event_that_does_not_follow_the_last(number):
    for made in range(3):
        make(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        forge(number).save()
    assert not list(breaks())


def test_an_act_that_read_the_chains_end_follows_it_and_one_that_read_an_older_end_is_undone():
    older = with_chain_end(Partnership.objects.filter(pk=make(1).pk)).get()
    newer = with_chain_end(Partnership.objects.filter(pk=make(2).pk)).get()
    with act("test.follow", by=SYSTEM) as following:
        following.follow(newer)
    with pytest.raises(ChainMoved), act("test.late", by=SYSTEM) as late:
        late.follow(older)
        Partnership.objects.update(area="Elsewhere")
    assert not Partnership.objects.filter(area="Elsewhere").exists()
    assert not list(breaks())
