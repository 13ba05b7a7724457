"""The checklist inside a protocol: which fact decides what is shown, what a change costs, and wrong input in words."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from legal_basis.engine import Response
from legal_basis.models import Answer
from legal_basis.queries import walk_of
from partners.models import Role
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.facts import legal_state
from protocols.models import PartyAssessment
from protocols.services.assessing import answer, begin
from protocols.states import State
from tests.legal_basis.test_pages import data_of
from tests.legal_basis.walks import CURRENT, WORDS, answer_until, fill
from tests.protocols import factories_life as life
from tests.protocols.test_assessing import change
from tests.protocols.test_pages_legal import at, signed_in

pytestmark = pytest.mark.django_db
LONG = {
    "C1.3": "no_duty", "C1.4": "no_express", "C3.2": "unexpected", "C3.4": "section_251", "C4.2": "not_obliged",
    "C4.3": "not_public_task", "C4.8": "research", "C6.4": "authorised", "C6.5": "mixed",
}  # fmt: skip


def begun(side: int = 1, **flow: object) -> tuple[life.Cast, PartyAssessment, Role]:
    """An open assessment of one party, the police unless said otherwise, with the flow as it is said."""
    people = life.cast()
    version = life.thematic_draft(people, life.approved_in_force(people, life.draft(people)))
    cases = life.cases_flow(people, version, **flow)
    party = life.party(version, people.partners[side])
    by = people.of(party, RoleKind.CONTRIBUTOR)
    return people, begin(by=by, party=party, flows=[cases]), by


def give(by: Role, covering: PartyAssessment, given: Response) -> None:
    answer(
        by=by, covering=covering, step=given.step, answer=given.answer, reason=given.reason,
        gateways=given.gateways, choices=given.choices,
    )  # fmt: skip


def walk_to(by: Role, covering: PartyAssessment, token: str) -> None:
    """Answer the first option of each step, up to a step."""
    while (question := walk_of(covering.assessment).next) is not None and question.token != token:
        option = question.option({"C1.3": "no_duty"}.get(question.token, question.options[0].answer.key))
        assert option is not None
        give(by, covering, fill(question, option))
    assert question is not None


def step_at(covering: PartyAssessment, token: str) -> str:
    return at("legal_step", covering.party.version, covering.pk, token)


def text_of(client: Client, url: str) -> str:
    return " ".join(client.get(url, follow=True).content.decode().split())


def test_a_question_of_a_protocol_costs_the_same_queries_at_step_5_and_at_step_45() -> None:
    _, covering, by = begun(regime="mixed", kinds=("health", "criminal_offence", "children"))
    client, counts = signed_in(by), {}
    while (question := walk_of(covering.assessment).next) is not None:
        reached = len(walk_of(covering.assessment).path)
        if reached < 3 or reached % 10 == 5 or reached > 43:
            with CaptureQueriesContext(connection) as counted:
                assert client.get(step_at(covering, question.token)).status_code == 200
            counts[reached] = len(counted)
        key = LONG.get(question.token, question.options[0].answer.key)
        give(by, covering, fill(question, question.option(key) or question.options[0]))
    assert max(counts) >= 44
    assert set(counts.values()) == {counts[0]}


def test_a_mixed_regime_runs_both_branches_for_the_police_and_one_for_the_council() -> None:
    people = life.cast()
    version = life.thematic_draft(people, life.approved_in_force(people, life.draft(people)))
    flow = life.cases_flow(people, version, regime="mixed")
    state, stages = legal_state(version), {}
    for party in (flow.sender, flow.recipients.get()):
        facts = state.facts_for(party, [flow])
        walked, _ = answer_until(CURRENT, facts, {"C1.3": "no_duty"})
        assert walked.end is not None
        assert walked.end.code == "DONE"
        stages[str(party)] = {item.step.stage for item in walked.path}
    assert {"C4", "C6"} <= stages["Northmoor Police"]
    assert "C4" in stages["Wigan Council"]
    assert "C6" not in stages["Wigan Council"]


def test_an_answer_that_a_fact_hides_is_shown_with_that_fact() -> None:
    _, covering, by = begun(side=0)
    walk_to(by, covering, "C0.5")
    page = text_of(signed_in(by), step_at(covering, "C0.5"))
    assert "Answers that are not open to you, and why" in page
    assert "Your data flows name no processor." in page


def test_a_step_that_a_fact_answers_is_shown_with_that_fact() -> None:
    _, covering, by = begun(side=0)
    walk_to(by, covering, "C1.2")
    taken = walk_of(covering.assessment).path[-1]
    assert taken.automatic
    page = text_of(signed_in(by), at("legal_next", covering.party.version, covering.pk))
    assert "Steps that the facts have answered" in page
    assert taken.step.question in page
    assert taken.reason in page


def test_changing_an_earlier_answer_says_what_falls_before_it_is_done() -> None:
    _, covering, by = begun(side=0)
    walk_to(by, covering, "C2.1")
    client, url = signed_in(by), step_at(covering, "C1.3")
    sent = {"answer": "duty", "with_duty": ["asbcpa-2014-sch4"], "reason": "",
            "revision": covering.assessment.revision}  # fmt: skip
    page = client.post(url, sent).content.decode()
    assert "This change sets aside" in page
    assert "Step C1.4" in page
    assert not Answer.objects.filter(set_aside=True).exists()
    client.post(url, {**sent, "confirmed": "yes"})
    assert set(Answer.objects.filter(set_aside=True).values_list("step", flat=True)) == {"C1.4"}


def test_a_changed_fact_names_the_steps_to_look_at_again_on_the_tab_and_what_is_owed_links_there() -> None:
    people, version, flow = life.thematic_with_flow()
    change(people, flow, kinds=("health",))
    by = people.at(people.partners[0], RoleKind.CONTRIBUTOR)
    tab = text_of(signed_in(by), at("legal", version))
    assert re.search(r"The flow has changed since\. Look again at (C\d\.\d+, )*C1\.2\b", tab)
    life.consulted(people, life.again(version))
    overview = text_of(signed_in(people.officer), at("tasks", version))
    assert f"{flow.title}, has changed since Wigan Council answered the legal checklist" in overview
    assert f'href="{at("legal", version)}"' in overview


def test_each_wrong_answer_has_a_plain_sentence_and_stores_nothing() -> None:
    _, covering, by = begun(side=0)
    client = signed_in(by)
    wrong = {
        "Choose one of the answers.": {},
        "Choose one of the options listed.": {"answer": "perhaps"},
        "Give your reason, in 60 characters or more": {"answer": "stated"},
    }
    for sentence, sent in wrong.items():
        page = client.post(step_at(covering, "C0.1"), sent)
        assert page.status_code == 422
        assert sentence in page.content.decode()
    assert not Answer.objects.exists()


def test_a_missing_and_an_unknown_power_each_have_a_plain_sentence() -> None:
    _, covering, by = begun(side=0)
    walk_to(by, covering, "C1.4")
    client, url = signed_in(by), step_at(covering, "C1.4")
    assert "Name at least one power or duty you rely on." in client.post(url, {"answer": "express"}).content.decode()
    unknown = client.post(url, {"answer": "express", "with_express": ["magna-carta"]})
    assert unknown.status_code == 422
    assert "Choose one of the options listed." in unknown.content.decode()


def test_an_answer_posted_to_a_step_that_is_not_next_leads_to_the_next_and_stores_nothing() -> None:
    _, covering, by = begun(side=0)
    page = signed_in(by).post(step_at(covering, "C8.2"), {"answer": "yes", "reason": WORDS}, follow=True)
    assert page.redirect_chain[-1][0] == step_at(covering, "C0.1")
    assert not Answer.objects.exists()


def test_a_page_opened_before_somebody_elses_answer_says_so_and_keeps_what_was_typed() -> None:
    _, covering, by = begun(side=0)
    question = walk_of(covering.assessment).next
    assert question is not None
    sent = {**data_of(question, fill(question, question.options[0])), "revision": covering.assessment.revision}
    give(by, covering, Response("C0.1", "stated", WORDS))
    page = signed_in(by).post(step_at(covering, "C0.1"), {**sent, "reason": f"Mine. {WORDS}", "confirmed": "yes"})
    assert "Somebody changed this assessment after you opened the page." in page.content.decode()
    assert "Mine. " in page.content.decode()


def test_concluding_twice_is_once_and_an_unfinished_walk_says_what_is_next() -> None:
    _, covering, by = begun(side=0)
    client, url = signed_in(by), at("legal_conclude", covering.party.version, covering.pk)
    early = client.post(url, follow=True).content.decode()
    assert "Answer every step before you conclude. The next one is C0.1" in early
    life.walked(by, covering, {"C1.3": "no_duty"})
    before = AuditEvent.objects.filter(action="legal_basis.assessment.conclude").count()
    for _ in range(2):
        assert client.post(url, {"revision": ""}).status_code == 302
    assert AuditEvent.objects.filter(action="legal_basis.assessment.conclude").count() == before + 1
    covering.assessment.refresh_from_db()
    assert covering.assessment.status == "concluded"
    assert covering.party.version.status is State.DRAFT
