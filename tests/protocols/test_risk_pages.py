"""The pages of the risk register: who is shown what, what was typed stays, and how many queries a page costs."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.roles import RoleKind
from protocols.models import Risk
from protocols.services.risks import add_starters, save_risk
from protocols.states import State
from tests.protocols import factories, factories_risks
from tests.protocols import factories_life as life
from tests.protocols.test_drafting_pages import at, signed_in

pytestmark = pytest.mark.django_db
FORM = {
    "title": "A list is lost", "description": "It is left on a train.", "likelihood_before": "3",
    "severity_before": "4", "mitigation": "Nothing is printed.", "likelihood_after": "1", "severity_after": "4",
    "owner": "", "owner_post": "Head of service", "revision": "",
}  # fmt: skip


@pytest.fixture
def by():
    return factories.officer()


@pytest.fixture
def version(by):
    return factories.draft(by=by)


@pytest.fixture
def client(by) -> Client:
    return signed_in(by)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_risk_is_added_through_its_form(client, version):
    owner = version.parties.first()
    answer = client.post(at(version, "risks/new/"), {**FORM, "owner": owner.pk, "nonce": uuid4()}, follow=True)
    assert "Risk 1: A list is lost is saved." in text_of(answer)
    risk = Risk.objects.get()
    assert (risk.owner, risk.score_before, risk.score_after) == (owner, 12, 4)


def test_what_was_typed_stays_where_something_is_missing(client, version):
    answer = client.post(at(version, "risks/new/"), {**FORM, "title": "", "nonce": uuid4()})
    assert answer.status_code == 422
    assert "Enter a name for the risk" in text_of(answer)
    assert "It is left on a train." in answer.content.decode()


def test_a_stale_form_shows_both_and_can_then_be_saved(client, by, version):
    risk = factories_risks.add(version, by=by)
    path = at(version, f"risks/{risk.pk}/")
    newer = factories_risks.content(risk.owner, title="Saved by Ann", likelihood_after=1)
    save_risk(by=by, version=version, content=newer, risk=risk, revision=1)
    mine = {**FORM, "title": "Typed by me", "owner": risk.owner_id, "nonce": uuid4(), "revision": "1"}
    answer = client.post(path, mine)
    assert answer.status_code == 409
    told = text_of(answer)
    assert "Saved by Ann" in told
    assert "1 Rare" in told
    assert 'value="Typed by me"' in answer.content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', answer.content.decode())
    assert revision is not None
    assert client.post(path, {**mine, "revision": revision[1]}).status_code == 302
    assert Risk.objects.get().title == "Typed by me"


def test_starters_are_added_one_by_one_and_all_at_once(client, version):
    path = at(version, "risks/starters/")
    assert "Risk 1: Data is used for something else is added." in text_of(
        client.post(path, {"starter": "further-use"}, follow=True)
    )
    assert "5 starter risks are added." in text_of(client.post(path, {"starter": "all"}, follow=True))
    assert "has these starter risks already" in text_of(client.post(path, {"starter": "all"}, follow=True))
    assert Risk.objects.count() == 6


def test_starters_are_only_added_by_posting(client, version):
    assert client.get(at(version, "risks/starters/")).status_code == 405


def test_a_risk_deleted_twice_is_no_error(client, by, version):
    risk = factories_risks.add(version, by=by)
    path = at(version, f"risks/{risk.pk}/delete/")
    assert "Delete risk 1?" in text_of(client.get(path))
    assert "is deleted." in text_of(client.post(path, follow=True))
    assert "was deleted already" in text_of(client.post(path, follow=True))
    assert client.get(path).status_code == 404


def test_what_people_write_is_shown_as_text(client, by, version):
    factories_risks.add(version, by=by, title="<script>alert(1)</script>", mitigation="<b>none</b>")
    page = client.get(at(version, "risks/")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;none" in page


def test_a_picture_holds_each_risk_in_its_cell_with_its_level_in_words(client, by, version):
    factories_risks.add(version, by=by)
    factories_risks.stays_high(version, by=by)
    page = client.get(at(version, "risks/")).content.decode()
    before, after = re.findall(r'<table class="risk-grid">.*?</table>', page, re.S)
    cells = [re.findall(r"<td class=\"risk-grid__cell.*?</td>", grid, re.S) for grid in (before, after)]
    assert [len(grid) for grid in cells] == [25, 25]
    held = [[text_of_cell(cell) for cell in grid if "risk-grid__number" in cell] for grid in cells]
    assert held == [["High Risk 1", "High Risk 2"], ["High Risk 2", "Medium Risk 1"]]
    assert "Risk 2 stays high once measures are in place." in re.sub(r"\s+", " ", page)


def text_of_cell(cell: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", cell).split())


def test_a_reader_sees_the_register_without_the_ways_to_change_it(by, version):
    factories_risks.add(version, by=by)
    officer = factories.role(RoleKind.DPO, at=version.parties.first().partner)
    page = signed_in(officer).get(at(version, "risks/")).content.decode()
    assert "Records are matched to the wrong person" in page
    assert "Add a risk" not in page
    assert "Risks to begin from" not in page
    answer = signed_in(officer).post(at(version, "risks/new/"), {**FORM, "nonce": uuid4()})
    assert answer.status_code == 422
    assert "Only the partnership’s officer" in text_of(answer).replace("&#x27;", "’")


@pytest.mark.parametrize("path", ["risks/", "risks/new/", "risks/impact-assessment/"])
def test_the_register_does_not_exist_for_strangers(version, path):
    stranger = factories.role(RoleKind.CONTRIBUTOR, at=factories.partner("Elsewhere Council"))
    assert signed_in(stranger).get(at(version, path)).status_code == 404


def test_a_risk_of_another_version_is_not_found_here(client, by, version):
    risk = factories_risks.add(factories.draft(by=by), by=by)
    assert client.get(at(version, f"risks/{risk.pk}/")).status_code == 404


def test_the_approver_reads_the_frozen_risks():
    people = life.cast()
    draft = life.draft(people)
    factories_risks.stays_high(draft, by=people.officer)
    people.at(people.partners[0], RoleKind.SIRO)
    people.at(people.partners[1], RoleKind.SIRO)
    submitted = life.submitted(people, draft)
    page = text_of(signed_in(people.at(people.partners[0], RoleKind.DPO)).get(at(submitted, "approve/")))
    assert "Match on three items, and test a sample." in page
    assert "Risk 1 stays high once measures are in place." in page


def test_a_version_frozen_without_risks_is_still_shown():
    people, version = life.protocol_at(State.APPROVAL)
    answer = signed_in(people.at(people.partners[0], RoleKind.DPO)).get(at(version, "approve/"))
    assert answer.status_code == 200
    assert 'id="risks"' not in answer.content.decode()


@pytest.mark.parametrize("path", ["risks/", "", "risks/impact-assessment/"])
def test_a_page_costs_the_same_queries_with_one_risk_and_with_thirty(client, by, version, path):
    factories_risks.add(version, by=by)
    client.get(at(version, path))
    with CaptureQueriesContext(connection) as one:
        client.get(at(version, path))
    add_starters(by=by, version=version)
    for _ in range(23):
        factories_risks.add(version, by=by)
    with CaptureQueriesContext(connection) as thirty:
        client.get(at(version, path))
    assert Risk.objects.count() == 30
    assert len(thirty) == len(one)
