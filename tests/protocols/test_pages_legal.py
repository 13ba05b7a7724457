"""The legal tab and the checklist pages: begun, answered, stopped, left out; and whose words are shown to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from legal_basis.queries import walk_of
from partners.models import Role
from partners.roles import RoleKind
from protocols.models import PartyAssessment
from protocols.services.assessing import advise, answer, begin
from tests.legal_basis.walks import WORDS
from tests.protocols import factories_life as life

pytestmark = pytest.mark.django_db


def at(name: str, version, *more) -> str:
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, *more])


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(role.person)
    return client


@pytest.fixture(scope="module")
def begun(beginning):
    return beginning.make(life.thematic_to_assess)


@pytest.fixture
def thematic(begun):
    return begun()


def test_the_tab_offers_to_begin_to_the_partys_own_contributor_alone(thematic):
    people, version, _ = thematic
    mine = signed_in(people.at(people.partners[0], RoleKind.CONTRIBUTOR)).get(at("legal", version)).content.decode()
    assert "Begin the checklist for Wigan Council" in mine
    assert "Begin the checklist for Northmoor Police" not in mine
    assert "Begin the checklist" not in signed_in(people.officer).get(at("legal", version)).content.decode()


def test_beginning_leads_to_the_first_question_and_an_answer_to_the_next(thematic):
    people, version, flow = thematic
    client = signed_in(people.at(people.partners[0], RoleKind.CONTRIBUTOR))
    client.post(at("legal_begin", version), {"flows": [flow.pk]})
    covering = PartyAssessment.objects.get()
    assert client.get(at("legal_next", version, covering.pk)).url == at("legal_step", version, covering.pk, "C0.1")
    step = at("legal_step", version, covering.pk, "C0.1")
    assert client.get(step).status_code == 200
    client.post(step, {"answer": "stated", "reason": WORDS, "revision": covering.assessment.revision})
    covering.assessment.refresh_from_db()
    assert walk_of(covering.assessment).taken("C0.1") is not None


def test_a_reason_that_is_owed_is_asked_for_and_what_was_chosen_is_kept(thematic):
    people, version, flow = thematic
    client = signed_in(people.at(people.partners[0], RoleKind.CONTRIBUTOR))
    client.post(at("legal_begin", version), {"flows": [flow.pk]})
    covering = PartyAssessment.objects.get()
    response = client.post(at("legal_step", version, covering.pk, "C0.1"), {"answer": "stated", "reason": "Short."})
    assert response.status_code == 422
    assert "Short." in response.content.decode()


def test_somebody_else_first_shows_both_answers_and_stores_nothing(thematic):
    people, version, flow = thematic
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    covering = begin(by=by, party=party, flows=[flow])
    opened_at = covering.assessment.revision
    answer(by=by, covering=covering, step="C0.1", answer="stated", reason=WORDS)
    sent = {"answer": "stated", "reason": f"Mine. {WORDS}", "revision": opened_at, "confirmed": "yes"}
    page = signed_in(by).post(at("legal_step", version, covering.pk, "C0.1"), sent).content.decode()
    assert "Somebody changed this assessment" in page
    assert "Mine. " in page


def test_the_stop_page_names_step_and_law_and_one_click_leaves_the_flow_out(thematic):
    people, version, _ = thematic
    flow = life.cases_flow(people, version, title="Council tax records", kinds=("council_tax",))
    party = life.party(version, people.partners[0])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    covering = life.walked(by, begin(by=by, party=party, flows=[flow]), {})
    client = signed_in(by)
    page = client.get(at("legal_end", version, covering.pk)).content.decode()
    for words in ("C1.2", "Local Government Finance Act 1992", "What could change it",
                  "Leave this flow out and keep the refusal on record"):  # fmt: skip
        assert words in page
    client.post(at("legal_leave_out", version, covering.pk))
    flow.refresh_from_db()
    assert flow.is_refused
    assert "Council tax records" in client.get(at("legal", version)).content.decode()


def test_advice_is_read_by_its_own_party_and_its_data_protection_officer_and_by_no_other():
    people, version, _ = life.thematic_with_flow()
    wigan, police = people.partners
    covering = PartyAssessment.objects.get(party__partner=wigan)
    adviser = people.at(wigan, RoleKind.LEGAL_ADVISER)
    advise(by=adviser, covering=covering, step="C1.6", opinion="disagrees", text="Counsel doubts the last limb.")
    life.conclude(by=people.at(wigan, RoleKind.CONTRIBUTOR), covering=covering)
    record = at("legal_record", version, covering.pk)
    shown = {
        role: "Counsel doubts" in signed_in(role).get(record).content.decode()
        for role in (adviser, people.at(wigan, RoleKind.DPO), people.at(police, RoleKind.DPO), people.officer)
    }
    assert list(shown.values()) == [True, True, False, False]


def test_advising_from_the_page():
    people, version, _ = life.thematic_with_flow()
    covering = PartyAssessment.objects.get(party__partner=people.partners[0])
    client = signed_in(people.at(people.partners[0], RoleKind.LEGAL_ADVISER))
    client.post(at("legal_advise", version, covering.pk, "C1.6"), {"opinion": "agrees", "text": "The limits are met."})
    assert covering.assessment.advice.get().text == "The limits are met."


def test_a_party_that_only_reads_is_shown_the_record_and_no_question(thematic):
    people, version, flow = thematic
    party = life.party(version, people.partners[0])
    covering = begin(by=people.of(party, RoleKind.CONTRIBUTOR), party=party, flows=[flow])
    other = signed_in(people.at(people.partners[1], RoleKind.CONTRIBUTOR))
    assert other.get(at("legal_next", version, covering.pk)).url == at("legal_record", version, covering.pk)
    step = at("legal_step", version, covering.pk, "C0.1")
    other.post(step, {"answer": "stated", "reason": WORDS})
    assert not covering.assessment.answers.exists()
