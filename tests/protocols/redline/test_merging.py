"""Two texts written from a third come together where they changed other paragraphs, and only there."""

import pytest
from hypothesis import given, settings

from protocols.redline import canonical
from protocols.redline.merging import merge
from tests.protocols.redline.writing_texts import edits

BASE = "<p>Why.</p><ol><li>One thing is so.</li><li>Another thing is so.</li><li>A third thing is so.</li></ol>"


def both(one: str, other: str) -> str | None:
    merged = merge(BASE, one, other)
    assert merged == merge(BASE, other, one)
    return merged


@settings(max_examples=60, deadline=None)
@given(edits())
def test_a_side_that_changed_nothing_gives_way_to_the_other(pair):
    old, new = pair
    assert merge(old, new, old) == merge(old, old, new) == canonical(new)


@settings(max_examples=60, deadline=None)
@given(edits())
def test_the_same_change_twice_is_that_change(pair):
    old, new = pair
    assert merge(old, new, new) == canonical(new)


def test_changes_in_two_paragraphs_of_one_list_are_both_made():
    one, other = BASE.replace("One thing is", "One thing was"), BASE.replace("A third thing is", "A third thing was")
    assert both(one, other) == canonical(one.replace("A third thing is", "A third thing was"))


def test_a_paragraph_added_stands_beside_one_rewritten():
    other = BASE.replace("Another thing is so.", "Another thing is quite so.")
    wanted = other.replace("</ol>", "<li>And a fourth.</li></ol>")
    assert both(BASE.replace("</ol>", "<li>And a fourth.</li></ol>"), other) == canonical(wanted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Another thing was so.", "Another thing is not so."),
        ("", "Another thing is not so."),
    ],
)
def test_a_paragraph_that_both_changed_is_left_to_a_person(one, other):
    replaced = [BASE.replace("<li>Another thing is so.</li>", f"<li>{new}</li>" if new else "") for new in (one, other)]
    assert both(*replaced) is None


def test_different_paragraphs_added_in_one_place_are_left_to_a_person():
    assert both(BASE + "<p>Mine.</p>", BASE + "<p>Yours.</p>") is None


def test_cells_of_one_row_are_merged_one_by_one():
    base = "<table><tbody><tr><td>Wigan</td><td>Daily</td></tr></tbody></table>"
    one, other = base.replace("Wigan", "Wigan Council"), base.replace("Daily", "Weekly")
    assert merge(base, one, other) == canonical(one.replace("Daily", "Weekly"))
