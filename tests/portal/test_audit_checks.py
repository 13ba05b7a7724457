"""What somebody with the database's own key could do to the trail, each tried, and named by the check."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from portal.audit import checks
from portal.audit.acts import SYSTEM, act
from portal.audit.anchors import anchor_now
from portal.audit.chain import GENESIS
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent, ChainHead
from tests.portal.tampering import rewrite, tamper

pytestmark = pytest.mark.django_db

MANY = 20_000
MOST_BYTES = 12_000_000  # what the walk may hold at once; all events together are some 40 million


@pytest.fixture
def six():
    for number in range(1, 7):
        with act("test.happen", by=SYSTEM, details={"number": number}):
            pass


def told(**options) -> list[str]:
    return [str(one) for one in breaks(**options)]


def test_a_whole_trail_holds(six):
    assert told() == []


def test_events_that_are_written_while_the_trail_is_checked_are_no_break_and_are_checked_too(six, monkeypatch):
    found, looked_at = checks._wrong_in_itself, []

    def looking(event: AuditEvent) -> checks.Break | None:
        looked_at.append(event.sequence)
        if event.sequence in (6, 7):
            with act("test.happen", by=SYSTEM):
                pass
        return found(event)

    monkeypatch.setattr(checks, "_wrong_in_itself", looking)
    assert told() == []
    assert looked_at == [1, 2, 3, 4, 5, 6, 7, 8]


def test_an_event_that_is_written_as_the_check_ends_is_no_break(six, monkeypatch):
    found = checks._broken_end

    def ending(sequence: int, last: str) -> Iterator[checks.Break]:
        with act("test.happen", by=SYSTEM):
            pass
        return found(sequence, last)

    monkeypatch.setattr(checks, "_broken_end", ending)
    assert told() == []


COVERED = [field.column for field in AuditEvent._meta.fields if field.name not in ("sequence", "details")]


@pytest.mark.parametrize("column", [column for column in COVERED if column not in ("previous_hash", "hash")])
def test_a_change_in_any_column_is_found(six, column):
    value = "2027-03-03 10:42:00" if column == "at" else "9"
    tamper(f"UPDATE audit_auditevent SET {column}='{value}' WHERE sequence=3")  # noqa: S608 - our own columns
    assert told() == ["Event 3: changed: its content is not what was written"]


def test_changed_details_are_found(six):
    tamper("""UPDATE audit_auditevent SET details='{"number": 7}' WHERE sequence=3""")
    assert told() == ["Event 3: changed: its content is not what was written"]


def test_an_event_changed_with_its_hash_is_found_by_the_next_even_where_that_was_made_to_name_it(six):
    changed = AuditEvent.objects.get(sequence=3)
    changed.action = "x"
    made = changed.expected_hash()
    tamper(
        f"UPDATE audit_auditevent SET action='x', hash='{made}' WHERE sequence=3",  # noqa: S608 - our own numbers
        f"UPDATE audit_auditevent SET previous_hash='{made}' WHERE sequence=4",  # noqa: S608 - our own numbers
    )
    assert told() == ["Event 4: changed: its content is not what was written"]


def test_removed_events_are_named(six):
    tamper("DELETE FROM audit_auditevent WHERE sequence IN (3, 4)")
    assert told() == ["Events 3 to 4: removed: there is no event of this number"]


def test_an_event_removed_and_the_later_ones_renumbered_is_found(six):
    tamper("DELETE FROM audit_auditevent WHERE sequence=3")
    for number in (4, 5, 6):
        tamper(f"UPDATE audit_auditevent SET sequence={number - 1} WHERE sequence={number}")  # noqa: S608 - our own numbers
    tamper("UPDATE audit_chainhead SET sequence=5")
    assert told() == ["Events 3 to 5: moved by 1 place: an event before them was removed"]


def test_events_removed_from_the_end_are_named(six):
    tamper("DELETE FROM audit_auditevent WHERE sequence > 4")
    assert told() == ["Events 5 to 6: removed from the end: the chain should reach further"]


def test_two_events_that_changed_places_are_named(six):
    tamper(
        "UPDATE audit_auditevent SET sequence=99 WHERE sequence=3",
        "UPDATE audit_auditevent SET sequence=3 WHERE sequence=4",
        "UPDATE audit_auditevent SET sequence=4 WHERE sequence=99",
    )
    assert told() == ["Event 3: moved: it was written as event 4", "Event 4: moved: it was written as event 3"]


def test_an_event_put_in_between_is_found_by_those_it_pushed_on(six):
    tamper()
    for number in (6, 5, 4):
        tamper(f"UPDATE audit_auditevent SET sequence={number + 1} WHERE sequence={number}")  # noqa: S608 - our own numbers
    forge(4)
    tamper("UPDATE audit_chainhead SET sequence=7")
    assert told() == ["Events 5 to 7: moved by 1 place: an event was inserted before them"]


def forge(number: int) -> None:
    """An event of which every hash is right, after the one that stands before its number."""
    made = AuditEvent(sequence=number, at=datetime(2027, 3, 3, tzinfo=UTC), action="forged", actor_name="Nobody")
    made.previous_hash = AuditEvent.objects.get(sequence=number - 1).hash
    made.hash = made.expected_hash()
    made.save()


def test_an_event_put_in_anothers_place_is_found(six):
    tamper("DELETE FROM audit_auditevent WHERE sequence=4")
    forge(4)
    assert told() == ["Event 4: replaced: event 5 was written after another event than this"]


def test_an_event_added_behind_the_chains_end_is_found(six):
    tamper()
    forge(7)
    assert told() == ["Event 7: inserted at the end: the chain should end before"]


def test_the_last_event_replaced_is_found(six):
    tamper("DELETE FROM audit_auditevent WHERE sequence=6")
    forge(6)
    assert told() == ["Event 6: replaced: the record of the chain's end knows another event here"]


def test_a_record_of_the_end_that_is_gone_is_found(six):
    tamper("DELETE FROM audit_chainhead")
    assert told() == ["Event 6: the record of the chain's end is missing"]


def test_a_tail_written_anew_with_every_hash_right_is_found_by_an_anchor_alone(six, tmp_path, capsys):
    kept = tmp_path / "anchors.jsonl"
    call_command("anchor_audit", to=kept)
    with act("test.happen", by=SYSTEM):
        pass
    call_command("verify_audit", "--anchor", str(kept))
    assert "agrees with 1 anchor" in capsys.readouterr().out
    rewrite(4, actor_name="Somebody else")
    assert told() == []
    with pytest.raises(CommandError, match="broken in 1 place"):
        call_command("verify_audit", "--anchor", str(kept))
    assert "Event 6: rewritten, or an event before it was: the anchor of" in capsys.readouterr().err


def test_a_tail_cut_off_with_the_record_of_the_end_is_found_by_an_anchor(six, capsys):
    anchor = anchor_now()
    tamper("DELETE FROM audit_auditevent WHERE sequence > 4")
    ChainHead.objects.update(sequence=4, hash=AuditEvent.objects.get(sequence=4).hash)
    assert told() == []
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_audit", "--anchor", str(anchor))
    assert "Event 6: removed: the anchor knows it" in capsys.readouterr().err


def test_anchors_are_added_to_a_file_a_line_each_time(six, tmp_path):
    kept = tmp_path / "anchors.jsonl"
    for _ in range(2):
        call_command("anchor_audit", to=kept)
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [line["sequence"] for line in lines] == [6, 6]


@pytest.mark.parametrize("words", ["six", '{"sequence": 3}', "[]", "3:abc"])
def test_a_line_that_is_no_anchor_is_named(six, tmp_path, words):
    kept = tmp_path / "anchors.jsonl"
    kept.write_text(f"{anchor_now()}\n\n{words}\n")
    with pytest.raises(CommandError, match="Line 3 is no anchor"):
        call_command("verify_audit", "--anchor", str(kept))


def test_a_check_can_go_on_from_where_the_last_one_stopped(six, capsys):
    tamper("UPDATE audit_auditevent SET action='x' WHERE sequence=3")
    assert told(start=4) == []
    assert told(start=3) == ["Event 3: changed: its content is not what was written"]
    call_command("verify_audit", "--from", "5")
    out = capsys.readouterr().out
    assert "whole from event 5 on: 2 events" in out
    assert "--from 7" in out


def test_a_check_that_goes_on_looks_at_the_link_to_the_event_before(six):
    tamper("DELETE FROM audit_auditevent WHERE sequence=3")
    forge(3)
    assert told(start=4) == ["Event 3: replaced: event 4 was written after another event than this"]


def test_a_check_cannot_go_on_after_an_event_that_is_missing(six):
    tamper("DELETE FROM audit_auditevent WHERE sequence=3")
    assert [one.sequence for one in breaks(4)] == [3]


def test_a_long_trail_is_walked_in_flat_memory_and_says_how_far_it_is():
    append(MANY)
    reached: list[int] = []
    tracemalloc.start()
    assert list(breaks(progress=reached.append)) == []
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reached == [10_000, 20_000]
    assert most < MOST_BYTES, f"{most:,} bytes"


def append(count: int) -> None:
    """Many events, each rightly after the one before."""
    previous, events = GENESIS, []
    at = datetime(2027, 3, 3, tzinfo=UTC)
    ChainHead.objects.get_or_create(pk=1)
    for number in range(1, count + 1):
        event = AuditEvent(sequence=number, at=at, action="test.happen", actor_name="A", details={"words": "x" * 400})
        event.previous_hash = previous
        event.hash = previous = event.expected_hash()
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=500)


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_operator_writes_the_whole_trail_or_a_part_of_it_to_a_file(six, tmp_path, capsys, ending):
    kept = tmp_path / f"trail.{ending}"
    call_command("export_audit", str(kept))
    assert "Wrote 6 events" in capsys.readouterr().out
    call_command("export_audit", str(kept), who="nobody")
    assert "Wrote 0 events" in capsys.readouterr().out


def test_a_file_of_no_known_kind_is_refused(six, tmp_path):
    with pytest.raises(CommandError, match="says no kind of file"):
        call_command("export_audit", str(tmp_path / "trail.pdf"))
