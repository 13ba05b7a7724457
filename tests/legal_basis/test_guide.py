"""The public guide: bars first, powers with their kinds, what is left to ask; plain, linkable, and never a verdict."""

from __future__ import annotations

import itertools
import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from legal_basis.law import BODY_CLASSES, COLLECTED, IDENTIFIABILITY
from legal_basis.loader import guide, library
from legal_basis.queries.guide import Situation, guide_page, powers_found
from legal_basis.views.sessions import KEY
from portal.accounts.models import Session
from tests.legal_basis.reading_age import grade

LAW = library()
TOLD = {
    "who": "council",
    "whom": "police",
    "theme": "community_safety",
    "kinds": ["asb_cases"],
    "people": "identifiable",
    "collected": "other",
}
VERDICT = re.compile(r"(?<!un)lawful(?! basis| authority)", re.I)


def situation(**changes: object) -> Situation:
    told = {**TOLD, **changes}
    return Situation(**{**told, "kinds": tuple(told["kinds"])})  # type: ignore[arg-type]


def page_of(client: Client, **changes: object) -> str:
    url = f"{reverse('legal_basis:guide')}?{urlencode({**TOLD, **changes}, doseq=True)}"
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(page: str) -> str:
    """The words of the page's main part."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def asked(**changes: object) -> set[str]:
    return {one.question.id for one in guide_page(LAW, situation(**changes))["questions"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("part", ["questions", "wording", "form", "no_power"])
def test_the_guides_own_words_are_read_at_age_twelve(part: str) -> None:
    words = guide()
    texts = {
        "questions": [f"{one.text} {one.why}" for one in words.questions],
        "wording": [text if text[-1] in ".:?" else f"{text}." for text in words.wording.values()],
        "form": [f"{one.label} {one.hint}. {one.missing}" for one in words.asks.values()],
        "no_power": list(words.no_power.values()),
    }[part]
    assert grade(" ".join(texts)) <= 7


@pytest.mark.parametrize("question", guide().questions, ids=lambda one: one.id)
def test_no_question_of_the_guide_is_hard_to_read(question) -> None:
    assert grade(f"{question.text} {question.why}") <= 8


def test_the_measure_of_reading_tells_hard_words_from_easy_ones() -> None:
    easy = grade("The cat sat on the mat. It was fat.")
    hard = grade("Proportionality necessitates consideration of alternative, less intrusive administrative measures.")
    assert easy < 3 < 15 < hard


@pytest.mark.django_db
@pytest.mark.parametrize("theme", LAW.themes)
@pytest.mark.parametrize("who", BODY_CLASSES)
def test_no_answer_gives_a_verdict(client: Client, theme: str, who: str) -> None:
    for people, kinds in (("identifiable", ["health", "council_tax"]), ("anonymous", ["location_place_time"])):
        text = text_of(page_of(client, theme=theme, who=who, people=people, kinds=kinds))
        assert not VERDICT.search(text.replace("data sharing code: lawfulness", "")), VERDICT.search(text)
        assert "Who decides" in text
        assert "It is not legal advice." in text


@pytest.mark.django_db
def test_bars_stand_before_powers_and_a_blocked_one_says_so(client: Client) -> None:
    page = page_of(client, kinds=["council_tax"])
    assert "A law stands in the way" in page
    assert "No exception that we know of fits this theme." in page
    assert page.index("Local Government Finance Act 1992 Part I") < page.index("Powers that may help")


@pytest.mark.django_db
def test_a_bar_with_an_exception_for_the_theme_names_it(client: Client) -> None:
    page = page_of(client, kinds=["council_tax"], theme="housing_market_renewal")
    assert "A law limits this data" in page
    assert "Finding vacant homes and bringing them back into use" in page


@pytest.mark.django_db
def test_a_power_shows_its_kind_its_limits_and_for_whom(client: Client) -> None:
    text = text_of(page_of(client))
    card = text.split("Crime and Disorder Act 1998 s.115", 1)[1][:400]
    assert "Express power" in card
    assert "Limits:" in card
    assert f"For: {LAW.gateways['cda-1998-s115'].who}." in card


def test_a_power_of_other_bodies_or_other_data_is_not_shown() -> None:
    usual, others, general = powers_found(LAW, situation(who="nhs"))
    names = {one.gateway.id for one in (*usual, *others, *general)}
    assert "localism-2011-s1" not in names
    assert "cda-1998-s17A" not in names  # carries anonymous data alone
    assert "lga-2000-s2" not in names  # withdrawn in 2012


def test_a_pending_power_is_marked_as_not_enough_alone() -> None:
    usual, _, _ = powers_found(LAW, situation(theme="children_young_people"))
    assert {one.gateway.id: one.alone for one in usual}["ca-2004-s16LA"] is False


@pytest.mark.django_db
def test_a_case_without_a_power_is_helped_on(client: Client) -> None:
    found = [
        one
        for one in (
            situation(who=who, whom=whom, theme=theme, people=people)
            for who, whom, theme, people in itertools.product(BODY_CLASSES, BODY_CLASSES, LAW.themes, IDENTIFIABILITY)
        )
        if not any(power.alone for power in powers_found(LAW, one)[0])
    ]
    assert found
    one = found[0]
    text = text_of(page_of(client, who=one.who, whom=one.whom, theme=one.theme, people=one.people))
    assert "We know of no power made for this" in text
    assert guide().no_power[one.who] in text.replace("&#x27;", "'")


def test_every_situation_leaves_questions_each_with_law() -> None:
    for people, collected in itertools.product(IDENTIFIABILITY, COLLECTED):
        questions = guide_page(LAW, situation(people=people, collected=collected))["questions"]
        assert questions
        assert all(one.laws for one in questions)  # type: ignore[attr-defined]


def test_the_questions_follow_from_what_was_told() -> None:
    assert {"less", "basis", "risk", "new_use"} <= asked()
    assert not {"less", "basis", "new_use"} & asked(people="anonymous")
    assert "small_numbers" in asked(people="anonymous")
    assert {"guardian", "opt_out", "special"} <= asked(kinds=["health"])
    assert "opt_out" not in asked(kinds=["health"], people="deceased")
    assert "dead" in asked(kinds=["health"], people="deceased")
    assert "dead" not in asked(kinds=["deceased"])
    assert "agreed_use" in asked(collected="agreed")
    assert "objects" in asked(who="private")
    assert "objects" not in asked(whom="private")
    assert "research" in asked(theme="performance_research")


def test_what_each_side_could_offer_follows_from_its_own_powers() -> None:
    flows = guide_page(LAW, situation(who="council", whom="department", theme="employment_worklessness"))["flows"]
    counts = next(one for one in flows if one.flow.name.startswith("Small-area"))  # type: ignore[attr-defined]
    assert (counts.offer, counts.expect) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", TOLD)
def test_a_question_left_out_is_asked_for_in_its_own_words(client: Client, name: str) -> None:
    told = {key: value for key, value in TOLD.items() if key != name}
    page = client.get(f"{reverse('legal_basis:guide')}?{urlencode(told, doseq=True)}").content.decode()
    assert guide().asks[name].missing in page
    assert "govuk-error-summary" in page


@pytest.mark.django_db
def test_the_answers_can_be_changed_with_what_was_told_filled_in(client: Client) -> None:
    page = page_of(client, change="yes")
    assert 'value="community_safety"' in page
    assert page.count("checked") == 6


@pytest.mark.django_db
def test_the_guide_keeps_nothing_and_asks_the_database_nothing(client: Client) -> None:
    with CaptureQueriesContext(connection) as counted:
        page_of(client)
    assert len(counted) == 0
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_one_click_begins_a_practice_walk_with_what_was_told(client: Client) -> None:
    answer = client.post(reverse("legal_basis:guide_walk"), TOLD)
    assert answer.url == reverse("legal_basis:practice_next", args=["current-2026"])
    facts = client.session[KEY]["current-2026"]["facts"]
    assert facts["body_class"] == "council"
    assert facts["kinds"] == ["asb_cases"]
    assert facts["collected_on_consent"] is False


@pytest.mark.django_db
def test_what_the_police_work_on_is_left_for_the_walk_to_ask(client: Client) -> None:
    client.post(reverse("legal_basis:guide_walk"), {**TOLD, "who": "police"})
    assert "regime" not in client.session[KEY]["current-2026"]["facts"]


@pytest.mark.django_db
def test_a_walk_without_all_answers_leads_back_to_the_guide(client: Client) -> None:
    answer = client.post(reverse("legal_basis:guide_walk"), {"who": "council"})
    assert answer.url == f"{reverse('legal_basis:guide')}?who=council&change=yes"
    assert KEY not in client.session


@pytest.mark.django_db
def test_the_guide_is_linked_from_every_page_and_from_the_front(client: Client) -> None:
    url = reverse("legal_basis:guide")
    assert client.get("/").content.decode().count(f'href="{url}"') == 2
    assert f'href="{url}"' in client.get(reverse("legal_basis:gateways")).content.decode()
