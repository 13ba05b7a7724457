"""The process of 2003 beside the law of today, and both checklists as pages to read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from legal_basis.engine import Response
from legal_basis.loader import library
from legal_basis.queries.checklists import today_of
from tests.legal_basis.test_pages import answer_until, begin, get, post
from tests.legal_basis.walks import CURRENT, DCA

LAW = library()
pytestmark = pytest.mark.django_db


def test_every_step_of_2003_says_where_it_is_asked_today_and_what_has_changed() -> None:
    for step in DCA.steps:
        today = today_of(LAW, DCA.id, step.id)
        assert today is not None
        assert today.steps
        assert today.change.endswith(".")


def test_a_step_of_today_has_no_other_today() -> None:
    assert today_of(LAW, CURRENT.id, "C1.2") is None


def test_a_practice_walk_of_2003_shows_its_own_law_what_is_reconstructed_and_the_step_today(client: Client) -> None:
    begin(client, DCA.id)
    answer_until(client, "D1.3", DCA.id)
    post(client, Response("D1.3", "no_express"), DCA.id)
    page = get(client, "practice_step", DCA.id, "D1.4")
    assert "The law of its time" in page
    assert "Local Government Act 2000 s.2" in page
    assert "What is reconstructed" in page
    assert f"{reverse('legal_basis:checklist', args=[CURRENT.id])}#C1.5" in page
    assert "Localism Act 2011 s.1 has taken the place" in page


def test_a_practice_walk_of_today_shows_none_of_it(client: Client) -> None:
    begin(client)
    page = get(client, "practice_step", CURRENT.id, "C0.1")
    assert "The same step today" not in page
    assert "The law behind this question" in page


@pytest.mark.parametrize("checklist", [CURRENT, DCA], ids=lambda one: one.id)
def test_a_checklist_can_be_read_on_one_page_with_an_address_for_each_step(client: Client, checklist) -> None:
    page = get(client, "checklist", checklist.id)
    for step in checklist.steps:
        assert f'id="{step.id}"' in page
    assert page.count("What is reconstructed") == 0


def test_an_unknown_checklist_cannot_be_read(client: Client) -> None:
    assert client.get("/law/checklists/nothing/").status_code == 404


@pytest.mark.parametrize("checklist_id", [CURRENT.id, DCA.id])
def test_the_record_of_a_practice_walk_is_marked_as_practice(client: Client, checklist_id: str) -> None:
    begin(client, checklist_id)
    page = get(client, "practice_record", checklist_id)
    assert "Legal basis record: PRACTICE" in page
    assert "supports no approval" in page
