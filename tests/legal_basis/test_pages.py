"""The public pages: practice walks of both checklists and the library, open to anybody and stored nowhere."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_basis.engine import Question, Response, walk
from legal_basis.models import Answer, Assessment
from legal_basis.views.sessions import KEY
from tests.legal_basis.walks import CURRENT, DCA, fill

pytestmark = pytest.mark.django_db
START = {
    "body_class": "council",
    "discloses": "gives",
    "theme": "community_safety",
    "identifiability": "identifiable",
    "kinds": ["asb_cases"],
    "regime": "general",
}


def begin(client: Client, checklist_id: str = "current-2026", **changes: object) -> None:
    """Give the facts of a practice walk."""
    client.post(reverse("legal_basis:practice", args=[checklist_id]), {**START, **changes})


def facts_in(client: Client, checklist_id: str = "current-2026") -> dict[str, object]:
    return client.session[KEY][checklist_id]["facts"]


def next_question(client: Client, checklist_id: str = "current-2026") -> Question | None:
    kept = client.session[KEY][checklist_id]
    given = [Response(**item) for item in kept["given"]]
    checklist = CURRENT if checklist_id == "current-2026" else DCA
    return walk(checklist, kept["facts"], given).next


def data_of(question: Question, response: Response) -> dict[str, object]:
    """The form data that gives a response."""
    return {
        "answer": response.answer,
        "reason": response.reason,
        f"with_{response.answer}": [*response.gateways, *response.choices],
    }


def post(client: Client, response: Response, checklist_id: str = "current-2026", **more: object):
    question = next_question(client, checklist_id)
    assert question is not None
    url = reverse("legal_basis:practice_step", args=[checklist_id, response.step])
    return client.post(url, {**data_of(question, response), **more})


def answer_until(client: Client, token: str, checklist_id: str = "current-2026") -> None:
    while (question := next_question(client, checklist_id)) is not None and question.token != token:
        key = {"C1.3": "no_duty"}.get(question.token, question.options[0].answer.key)
        option = question.option(key)
        assert option is not None
        post(client, fill(question, option), checklist_id)


def get(client: Client, name: str, *args: str) -> str:
    page = client.get(reverse(f"legal_basis:{name}", args=args), follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_the_index_offers_both_checklists_and_warns(client: Client) -> None:
    page = get(client, "index")
    assert "Legal basis checklist, law of 2026" in page
    assert "it can never support an approval" in page


def test_a_practice_walk_begins_with_its_first_question(client: Client) -> None:
    begin(client)
    page = get(client, "practice_next", "current-2026")
    assert CURRENT.first.question in page
    assert "Nothing is kept." in page
    assert "Sign in to keep it" in page


def test_a_step_shows_why_it_is_asked_the_law_the_source_and_how_sure(client: Client) -> None:
    begin(client)
    answer_until(client, "C2.4")
    page = get(client, "practice_step", "current-2026", "C2.4")
    assert "Even a good aim does not justify more intrusion than it needs." in page
    assert "Bank Mellat v HM Treasury (No 2) [2013] UKSC 39" in page
    assert "Source: <a" in page
    assert "<strong>To be confirmed by counsel</strong>: four-part form from Bank Mellat" in page


@pytest.mark.parametrize("checklist_id", ["current-2026", "dca-2003"])
def test_either_checklist_can_be_walked_to_its_end_and_printed(client: Client, checklist_id: str) -> None:
    begin(client, checklist_id)
    answer_until(client, "", checklist_id)
    assert "Every stage is passed" in get(client, "practice_end", checklist_id)
    assert "Legal basis record: PRACTICE" in get(client, "practice_record", checklist_id)


def test_a_practice_walk_is_stored_in_no_table(client: Client) -> None:
    begin(client)
    answer_until(client, "")
    assert not Assessment.objects.exists()
    assert not Answer.objects.exists()


def test_council_tax_records_are_stopped_by_name_with_what_could_change_it(client: Client) -> None:
    begin(client, kinds=["council_tax"])
    answer_until(client, "")
    page = get(client, "practice_end", "current-2026")
    assert "Local Government Finance Act 1992" in page
    assert "What could change it" in page
    assert "anonymous data in place of records" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body_class": ""}, "Choose the kind of organisation."),
        ({"identifiability": ""}, "Choose whether people can be identified."),
        ({"regime": "law_enforcement"}, "Only a law enforcement body can be under that regime."),
        ({"kinds": ["gossip"]}, "Choose one of the options listed."),
    ],
)
def test_wrong_facts_are_refused_in_a_plain_sentence(client: Client, changes: dict[str, object], sentence: str) -> None:
    page = client.post(reverse("legal_basis:practice", args=["current-2026"]), {**START, **changes})
    assert sentence in page.content.decode()
    assert KEY not in client.session


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose one of the answers."),
        ({"answer": "perhaps"}, "Choose one of the options listed."),
        ({"answer": "stated"}, "Give your reason, in 60 characters or more"),
        ({"answer": "stated", "reason": "Because we do."}, "Say more: your reason has 14 characters"),
    ],
)
def test_a_wrong_answer_keeps_what_was_typed_and_says_what_to_do(client, data: dict[str, str], sentence: str) -> None:
    begin(client)
    page = client.post(reverse("legal_basis:practice_step", args=["current-2026", "C0.1"]), data).content.decode()
    assert sentence in page
    assert data.get("reason", "") in page
    assert "govuk-error-summary" in page


def test_a_power_not_named_is_asked_for_at_its_own_field(client: Client) -> None:
    begin(client)
    answer_until(client, "C1.4")
    page = client.post(
        reverse("legal_basis:practice_step", args=["current-2026", "C1.4"]), {"answer": "express"}
    ).content.decode()
    assert "Name at least one power or duty you rely on." in page
    assert 'href="#id_with_express"' in page


def test_changing_an_earlier_answer_first_names_the_later_ones_that_fall(client: Client) -> None:
    begin(client)
    answer_until(client, "C2.1")
    url = reverse("legal_basis:practice_step", args=["current-2026", "C1.3"])
    data = {"answer": "duty", "with_duty": ["asbcpa-2014-sch4"], "reason": ""}
    asked = client.post(url, data).content.decode()
    assert "This change sets aside" in asked
    assert "Step C1.4" in asked
    assert client.session[KEY]["current-2026"]["aside"] == []
    client.post(url, {**data, "confirmed": "yes"})
    assert [item["step"] for item in client.session[KEY]["current-2026"]["aside"]] == ["C1.4"]


def test_a_step_not_reached_leads_to_the_one_that_is_asked(client: Client) -> None:
    begin(client)
    page = client.get(reverse("legal_basis:practice_step", args=["current-2026", "C8.2"]), follow=True)
    assert page.redirect_chain[-1][0].endswith("/steps/C0.1/")


def test_a_walk_that_was_not_begun_leads_to_its_start(client: Client) -> None:
    page = client.get(reverse("legal_basis:practice_next", args=["dca-2003"]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("legal_basis:practice", args=["dca-2003"])


def test_an_unknown_checklist_or_gateway_is_not_found(client: Client) -> None:
    assert client.get("/law/practice/nothing/").status_code == 404
    assert client.get("/law/gateways/nothing/").status_code == 404


def test_a_question_costs_the_same_queries_at_step_5_and_at_step_45(client: Client) -> None:
    begin(client, body_class="police", regime="mixed", kinds=["health", "criminal_offence", "children"])
    given = {
        "C1.3": "no_duty",
        "C1.4": "no_express",
        "C3.2": "unexpected",
        "C3.4": "section_251",
        "C4.2": "not_obliged",
        "C4.3": "not_public_task",
        "C4.8": "research",
        "C6.4": "authorised",
        "C6.5": "mixed",
    }
    counts: list[int] = []
    while (question := next_question(client)) is not None:
        counts.append(queries_of(client, question.token))
        key = given.get(question.token, question.options[0].answer.key)
        option = question.option(key) or question.options[0]
        post(client, fill(question, option))
    kept = client.session[KEY]["current-2026"]
    walked = walk(CURRENT, kept["facts"], [Response(**item) for item in kept["given"]])
    assert len(walked.path) >= 45
    assert set(counts) == {counts[0]}


def queries_of(client: Client, token: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get(reverse("legal_basis:practice_step", args=["current-2026", token]))
    return len(counted)


def test_the_library_narrows_by_theme_kind_and_status(client: Client) -> None:
    page = client.get(
        reverse("legal_basis:gateways"), {"kind": "bar", "theme": "housing", "status": "in force"}
    ).content.decode()
    assert "Local Government Finance Act 1992 Part I" in page
    assert "Crime and Disorder Act 1998 s.115" not in page


def test_an_entry_of_the_library_shows_its_limits_its_source_and_its_ways_through(client: Client) -> None:
    page = get(client, "gateway", "lgfa-1992-sch2")
    assert "Ways through" in page
    assert "Housing Act 2004 s.237" in page
    assert "To be confirmed by counsel" in page


def test_every_entry_of_the_library_has_its_page(client: Client) -> None:
    for name in CURRENT.gateways:
        assert client.get(reverse("legal_basis:gateway", args=[name])).status_code == 200, name


def test_no_page_leaves_a_template_mark_behind(client: Client) -> None:
    begin(client)
    answer_until(client, "C1.4")
    for page in (get(client, "index"), get(client, "practice_step", "current-2026", "C1.4"), get(client, "gateways")):
        assert not re.search(r"\{[{%]|None", page)
