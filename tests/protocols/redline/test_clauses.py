"""The redline of a document: what became of each clause, and the whole of both texts in it."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.redline.clauses import Clause, canonical_clauses, compare_clauses
from protocols.redline.records import FLOW as FLOW_LABELS
from protocols.redline.records import PARTY as PARTY_LABELS
from protocols.redline.records import RISK as RISK_LABELS
from protocols.redline.records import compare_records
from protocols.redline.speaking import spoken, spoken_heading
from protocols.snapshot import FlowPart, PartyPart, RiskPart

IDS = ["S01", "S02", "S03", "S04", "S05", "S06"]
bodies = st.sampled_from(
    ["", "<p>Weekly.</p>", "<p>Daily.</p>", "<ol><li>One.</li><li>Two.</li></ol>", "<ol><li>One.</li></ol>"]
)
titles = st.sampled_from(["Purpose", "Scope", "A & B <c>"])


@st.composite
def documents(draw):
    ids = draw(st.lists(st.sampled_from(IDS), unique=True))
    return [
        Clause(one, number, draw(titles), draw(bodies), draw(st.sampled_from(["", "<p>Inherited.</p>"])))
        for number, one in enumerate(ids, start=1)
    ]


def doc(*ids, **bodies):
    return [Clause(one, number, one, bodies.get(one, "<p>Same.</p>")) for number, one in enumerate(ids, start=1)]


def what(old, new):
    return {one.id: (one.kind.value, one.is_moved) for one in compare_clauses(old, new).touched}


@settings(max_examples=150, deadline=None)
@given(documents(), documents())
def test_a_redline_of_a_document_is_whole(old, new):
    found = compare_clauses(old, new)
    assert found.accepted() == canonical_clauses(new)
    assert found.rejected() == canonical_clauses(old)


@settings(max_examples=100, deadline=None)
@given(documents(), documents())
def test_every_clause_is_counted_once_as_added_changed_removed_or_neither(old, new):
    found = compare_clauses(old, new)
    counts = found.counts
    only_moved = sum(one.is_moved and one.kind.value == "same" for one in found.clauses)
    assert counts["added"] + counts["changed"] + counts["removed"] + counts["same"] + only_moved == len(found.clauses)
    assert counts["moved"] >= only_moved


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (doc("A", "B", "C"), doc("A", "B", "C"), {}),
        (doc("A", "C"), doc("A", "B", "C"), {"B": ("added", False)}),
        (doc("A", "B", "C"), doc("A", "C"), {"B": ("removed", False)}),
        (doc("A", "B", "C"), doc("B", "C", "A"), {"A": ("same", True)}),
        (doc("A", "B", "C"), doc("B", "C", "A", A="<p>Other.</p>"), {"A": ("changed", True)}),
        (doc("A", "B"), doc("A", "B", B="<ol><li>Item.</li></ol>"), {"B": ("changed", False)}),
    ],
    ids=["same", "added", "removed", "moved", "moved and changed", "changed"],
)
def test_clauses_are_told_as_a_person_would(old, new, changes):
    assert what(old, new) == changes


def test_a_clause_that_was_removed_stands_where_it_stood():
    found = compare_clauses(doc("A", "B", "C", "D"), doc("A", "D"))
    assert [one.id for one in found.clauses] == ["A", "B", "C", "D"]


def test_a_title_alone_can_change_and_its_words_are_counted():
    [one] = compare_clauses([Clause("A", 1, "Purpose", "")], [Clause("A", 1, "Purpose & aims", "")]).clauses
    assert one.title == "<p>Purpose<ins> &amp; aims</ins></p>"
    assert (one.tally.put_in, one.tally.taken_out) == (1, 0)


# ----- told in words -----


def test_each_change_is_told_in_words_for_who_cannot_see_it():
    said = '<span class="redline-said">[{}: </span>{}<span class="redline-said">] </span>'
    deleted, inserted = said.format("deleted", "post"), said.format("inserted", "email")
    assert (
        spoken("<p>By <del>post</del><ins>email</ins>.</p>") == f"<p>By <del>{deleted}</del><ins>{inserted}</ins>.</p>"
    )


def test_a_heading_is_told_without_a_paragraph():
    assert spoken_heading("<p>Purpose &amp; aims</p>") == "Purpose &amp; aims"


# ----- beside the text -----

FLOW = {
    "number": 1,
    "title": "Cases",
    "sender": "wigan",
    "recipients": ["police"],
    "items": ["Name"],
    "frequency": "Weekly",
}
PARTY = {"key": "wigan", "short_name": "Wigan Council", "legal_name": "Wigan", "controller_role": "separate"}


def content(**tables):
    return {"protocol": {"title": "Sharing"}, "parties": [PARTY], "flows": [FLOW], **tables}


def rows(old, new):
    return {
        table.title: [(row.kind, row.name, row.fields) for row in table.rows] for table in compare_records(old, new)
    }


def test_tables_that_did_not_change_are_not_told():
    assert rows(content(), content()) == {}


def test_a_flow_keeps_its_identity_by_its_title_when_numbers_move_up():
    second = {**FLOW, "number": 2, "title": "Names"}
    found = rows(content(flows=[FLOW, second]), content(flows=[{**second, "number": 1}]))
    [moved, gone] = found["Data flows"]
    assert (moved[0], moved[1], [(one.label, one.was, one.now) for one in moved[2]]) == (
        "changed", "Flow 1: Names", [("Number", "2", "1")],
    )  # fmt: skip
    assert gone[:2] == ("removed", "Flow 1: Cases")


def test_fields_are_told_in_words_and_parties_by_name():
    other = {"key": "police", "short_name": "Northmoor Police", "legal_name": "P", "controller_role": "separate"}
    changed = {**FLOW, "sender": "police", "items": ["Name", "Address"]}
    found = rows(content(parties=[PARTY, other]), content(parties=[PARTY, other], flows=[changed]))
    [(_, _, fields)] = found["Data flows"]
    assert [(one.label, one.was, one.now) for one in fields] == [
        ("From", "Wigan Council", "Northmoor Police"),
        ("Data items", "Name", "Name\nAddress"),
    ]


@pytest.mark.parametrize(
    ("part", "labels", "left_out"),
    [
        (FlowPart, FLOW_LABELS, {"number", "kinds"}),
        (RiskPart, RISK_LABELS, {"number", "source"}),
        (PartyPart, PARTY_LABELS, {"key", "short_name", "kind", "kind_label"}),
    ],
)
def test_whatever_a_snapshot_says_of_a_row_is_compared(part, labels, left_out):
    assert {field.name for field in fields(part)} - left_out == set(labels)


def test_people_in_posts_are_told_by_name_and_post():
    changed = {**PARTY, "dpo": {"name": "Dana Obi", "post": "Head of data"}}
    [(_, _, told)] = rows(content(), content(parties=[changed]))["Parties"]
    assert [(one.label, one.was, one.now) for one in told] == [
        ("Data protection officer", "", "Dana Obi, Head of data")
    ]


def test_dates_and_codes_are_told_as_people_say_them():
    old = content(protocol={"title": "Sharing", "ends_on": None})
    new = content(
        protocol={"title": "Sharing", "ends_on": "2027-03-03"}, parties=[{**PARTY, "controller_role": "joint"}]
    )
    told = [field for found in rows(old, new).values() for _, _, fields in found for field in fields]
    assert [(one.label, one.was, one.now) for one in told] == [
        ("In force until", "", "3 March 2027"),
        ("What it is to the data", "Separate controller", "Joint controller"),
    ]


def test_a_snapshot_from_before_risks_were_kept_can_be_compared():
    risk = {"number": 1, "title": "Lost", "description": "On a train"}
    assert [row[:2] for row in rows(content(), content(risks=[risk]))["Risks"]] == [("added", "Risk 1: Lost")]
