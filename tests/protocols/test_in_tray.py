"""The in-tray: what waits for whom, in which capacity, at the same cost for one line and for thirty."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.roles import RoleKind
from protocols.models import Decision
from protocols.queries.in_tray import in_tray_of
from protocols.services.comments import add_comment
from protocols.services.deciding import decide
from protocols.states import State
from protocols.views import in_tray as page
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


def lines(*roles) -> list[str]:
    return [item.what for item in in_tray_of(roles).waiting_for_you]


def test_a_decision_waits_for_the_post_that_owes_it_and_for_nobody_else():
    people, _ = life.protocol_at(State.APPROVAL)
    wigan, police = people.partners
    assert lines(people.at(wigan, RoleKind.DPO)) == ["Decide for Wigan Council"]
    assert lines(people.at(police, RoleKind.DPO)) == ["Decide for Northmoor Police"]
    assert lines(people.at(wigan, RoleKind.SIGNATORY)) == []
    assert lines(people.at(wigan, RoleKind.CONTRIBUTOR)) == []


def test_once_decided_it_waits_no_more():
    people, version = life.protocol_at(State.APPROVAL)
    decision = life.waiting(version)[0]
    role = people.of(decision.party, RoleKind.DPO)
    life.approve(people, decision)
    assert lines(role) == []
    assert [one.who for one in in_tray_of([role]).waiting_for_others] == [
        f"The data protection officer of {next(p for p in people.partners if p != decision.party.partner)}"
    ]


def test_one_person_sees_every_capacity_oldest_first():
    people, version = life.protocol_at(State.APPROVAL)
    first, second = (people.at(partner, RoleKind.DPO) for partner in people.partners)
    items = in_tray_of([second, first]).waiting_for_you
    assert {item.capacity for item in items} == {first, second}
    assert [item.since for item in items] == sorted(item.since for item in items)
    assert {item.due for item in items} == {version.starts_on}


def test_a_signature_waits_for_the_signatory_until_given():
    people, version = life.protocol_at(State.SIGNING)
    party = version.parties.select_related("partner").first()
    role = people.of(party, RoleKind.SIGNATORY)
    assert lines(role) == [f"Sign for {party}"]
    life.sign_for(people, version, party)
    assert lines(role) == []


def test_only_somebody_who_decides_is_shown_the_way_to_decisions_alone(client):
    people, _ = life.protocol_at(State.CONSULTATION)
    wigan, _ = people.partners
    for kind, shown in ((RoleKind.DPO, True), (RoleKind.CONTRIBUTOR, False)):
        role = people.at(wigan, kind)
        client.force_login(role.person)
        assert lines(role), "something waits, so the list is there"
        assert (reverse("protocols:queue") in client.get(reverse("protocols:in_tray")).content.decode()) is shown


def test_a_checklist_waits_for_the_contributor_of_each_party_to_the_flow():
    people = life.cast()
    version = life.thematic_draft(people, life.approved_in_force(people, life.draft(people)))
    flow = life.cases_flow(people, version)
    role = people.at(people.partners[0], RoleKind.CONTRIBUTOR)
    assert lines(role) == ["Answer the legal checklist for Wigan Council: 1 flow"]
    life.assessed(people, life.party(version, people.partners[0]), [flow])
    assert lines(role) == []


def test_comments_wait_for_the_officer():
    people, version = life.protocol_at(State.CONSULTATION)
    by = people.at(people.partners[0], RoleKind.CONTRIBUTOR)
    for words in ("Why?", "When?"):
        add_comment(by=by, version=version, body=words, nonce=uuid4())
    assert lines(people.officer) == ["Resolve 2 comments"]


def test_changes_asked_and_conditions_wait_for_the_officer():
    people, version = life.protocol_at(State.APPROVAL)
    one, other = life.waiting(version)
    give = {"sha256": one.snapshot.sha256, "text": "Train first."}
    by = people.of(one.party, RoleKind.DPO)
    decide(by=by, decision=one, outcome=Decision.Outcome.CONDITIONS, **give)
    assert lines(people.officer) == [f"Meet a condition of {one.party}"]
    decide(by=people.of(other.party, RoleKind.DPO), decision=other, outcome=Decision.Outcome.CHANGES, **give)
    assert f"Make the changes that {other.party} asked for" in lines(people.officer)


def test_reviews_and_ends_that_are_near_are_coming_up():
    today = timezone.localdate()
    people = life.cast()
    near = life.draft(people, starts_on=today, review_on=today + timedelta(30), ends_on=today + timedelta(60))
    version = life.in_force(people, near)
    role = people.at(people.partners[0], RoleKind.VIEWER)
    assert [(one.what, one.on) for one in in_tray_of([role]).coming_up] == [
        ("Review due", version.review_on),
        ("Ends", version.ends_on),
    ]


def test_a_viewer_sees_no_draft():
    people, _ = life.protocol_at(State.CONSULTATION)
    tray = in_tray_of([people.at(people.partners[0], RoleKind.VIEWER)])
    assert tray.working_on == []


def test_a_page_is_opened_in_a_capacity_that_sees_it():
    people, version = life.protocol_at(State.DRAFT)
    elsewhere = life.factories.role(RoleKind.DPO, at=life.factories.partner("Elsewhere Council"))
    mine = people.at(people.partners[0], RoleKind.DPO)
    [working] = in_tray_of([elsewhere, mine], now_as=elsewhere).working_on
    assert (working.version.pk, str(working.version), working.capacity) == (version.pk, str(version), mine)


def test_somebody_without_roles_has_an_empty_tray():
    tray = in_tray_of([])
    assert not (tray.waiting_for_you)
    assert not (tray.waiting_for_others)
    assert not (tray.coming_up)
    assert not (tray.working_on)


def queries(roles) -> int:
    with CaptureQueriesContext(connection) as captured:
        in_tray_of(roles)
    return len(captured)


def test_thirty_lines_cost_the_queries_of_one():
    people, _version = life.protocol_at(State.APPROVAL)
    everyone = [people.officer, *people.people.values()]
    parent = life.in_force(people, life.draft(people))
    life.cases_flow(people, life.thematic_draft(people, parent))
    add_comment(by=people.officer, version=life.consulted(people, life.draft(people)), body="Why?", nonce=uuid4())
    life.approved(people, life.draft(people))
    few, once = len(in_tray_of(everyone).waiting_for_you), queries(everyone)
    for _ in range(8):
        life.submitted(people, life.draft(people))
        life.cases_flow(people, life.thematic_draft(people, parent))
        add_comment(by=people.officer, version=life.consulted(people, life.draft(people)), body="Why?", nonce=uuid4())
    assert len(in_tray_of(everyone).waiting_for_you) >= few + 30
    assert queries(everyone) == once


def test_a_long_in_tray_is_read_page_by_page(client, monkeypatch):
    people, _ = life.protocol_at(State.APPROVAL)
    monkeypatch.setattr(page, "A_PAGE", dict.fromkeys(page.A_PAGE, 1))
    client.force_login(people.officer.person)
    first = client.get("/in-tray/").content.decode()
    second = client.get("/in-tray/", {"others": 2}).content.decode()
    assert "1 to 1 of 2" in first
    assert "2 to 2 of 2" in second
    told = [
        {partner for partner in map(str, people.partners) if f"officer of {partner}" in shown}
        for shown in (first, second)
    ]
    assert sorted(map(len, told)) == [1, 1]
    assert told[0] != told[1]
