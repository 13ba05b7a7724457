"""The traps that a naive portal falls into, each named by its number, and how the engine holds them."""

from __future__ import annotations

import pytest

from legal_basis.engine import Response, walk
from legal_basis.engine.bars import raised_bars
from legal_basis.engine.openness import why_closed
from tests.legal_basis.walks import CURRENT, DCA, WORDS, answer_until, explore, explored, facts_of, fill


def question_at(token: str, facts: dict[str, object], wanted: dict[str, str | tuple[str, str]] | None = None):
    """The question that a walk puts at a token."""
    walked, _ = answer_until(CURRENT, facts, wanted or {"C1.3": "no_duty"})
    found = walked.taken(token)
    assert found is not None, [item.token for item in walked.path]
    return found.question


@pytest.mark.parametrize("checklist", [CURRENT, DCA], ids=lambda checklist: checklist.id)
def test_t01_consent_is_shown_after_every_other_way_forward(checklist) -> None:
    for step in checklist.steps:
        onward = [answer for answer in step.answers if answer.goto not in ("STOP", "REDESIGN")]
        with_consent = [answer for answer in onward if answer.consent]
        assert onward[len(onward) - len(with_consent) :] == with_consent


def test_t01_consent_is_the_last_article_9_condition() -> None:
    condition = CURRENT.by_id["C4.6"].answer("condition")
    assert condition is not None
    assert condition.choices[-1].key == "a"


def test_t02_a_public_authority_on_its_own_tasks_is_never_offered_legitimate_interests() -> None:
    for walked in explore(CURRENT, facts_of()):
        assert all(item.token != "C4.4" for item in walked.path)
    question = question_at("C4.1", facts_of())
    assert [option.answer.key for option in question.options] == ["public_task"]
    assert question.hidden[0].because == "Your organisation is a public authority doing its own tasks."


def test_t02_the_two_bases_are_closed_at_their_own_step_as_well() -> None:
    for key in ("recognised_interest", "legitimate_interests"):
        answer = CURRENT.by_id["C4.4"].answer(key)
        assert answer is not None
        facts = {(check.name, check.values) for condition in answer.hidden_if for check in condition.checks}
        assert facts == {("public_authority", (True,)), ("own_tasks", (True,))}


def test_t03_naming_a_power_does_not_answer_the_lawful_basis() -> None:
    walked, _ = answer_until(CURRENT, facts_of(), {})
    assert [item.token for item in walked.path if item.token in ("C1.3", "C4.2")] == ["C1.3", "C4.2"]


def test_t05_no_walk_reaches_data_protection_without_confidence() -> None:
    for walked in explored("current-2026"):
        tokens = [item.token for item in walked.path]
        for token in ("C4.1", "C6.1"):
            if token in tokens:
                assert "C3.1" in tokens[: tokens.index(token)]


def test_t06_data_with_codes_for_names_cannot_be_called_anonymous() -> None:
    question = question_at("C0.2", facts_of(identifiability=["pseudonymised"]))
    assert [option.answer.key for option in question.options] == ["pseudonymised"]


def test_t06_data_with_names_cannot_be_called_anonymous() -> None:
    question = question_at("C0.2", facts_of(identifiability=["identifiable", "anonymous"]))
    assert [option.answer.key for option in question.options] == ["identifiable"]


def test_t07_with_a_bar_raised_by_the_facts_no_bar_is_not_an_answer() -> None:
    question = walk_to_bars(facts_of(kinds=["council_tax"]))
    assert question.option("none") is None
    assert [option.answer.key for option in question.options] == ["barred"]


def test_t07_bars_come_before_powers() -> None:
    order = [step.id for step in CURRENT.steps]
    assert order.index("C1.2") < min(order.index(step) for step in ("C1.3", "C1.4", "C1.5"))


def walk_to_bars(facts: dict[str, object]):
    """The question on bars."""
    responses: list[Response] = []
    while True:
        question = walk(CURRENT, facts, responses).next
        assert question is not None
        if question.token == "C1.2":
            return question
        responses.append(fill(question, question.options[0]))


def test_t07_an_anonymous_output_does_not_raise_the_council_tax_bar() -> None:
    assert raised_bars(CURRENT, facts_of(kinds=["council_tax"], identifiability=["anonymous"])) == ()


def test_t08_a_permission_is_not_offered_as_a_duty() -> None:
    question = question_at("C1.3", facts_of())
    duty = question.option("duty")
    assert duty is not None
    assert "cda-1998-s115" not in [item.gateway.id for item in duty.gateways]


def test_t08_a_duty_to_do_a_task_is_offered_as_an_implied_power_only() -> None:
    question = question_at("C1.5", facts_of(), {"C1.3": "no_duty", "C1.4": "no_express"})
    implied = question.option("implied")
    assert implied is not None
    assert "cda-1998-s17" in [item.gateway.id for item in implied.gateways]


def test_t09_the_serious_violence_gateway_cannot_carry_health_data_about_identifiable_people() -> None:
    gateway = CURRENT.gateways["pcsc-2022-s16"]
    assert "health" in why_closed(CURRENT, facts_of(kinds=["health"]), gateway)
    assert why_closed(CURRENT, facts_of("nhs"), gateway)
    assert why_closed(CURRENT, facts_of("nhs", kinds=["health"], identifiability=["anonymous"]), gateway) == ""


def test_t09_the_limits_of_every_power_named_are_copied() -> None:
    walked, _ = answer_until(CURRENT, facts_of(), {"C1.3": "no_duty", "C1.4": ("express", "cda-1998-s115")})
    assert "cda-1998-s115" in [limit.gateway for limit in walked.limits]


def test_t14_people_who_have_died_keep_their_confidence() -> None:
    walked, _ = answer_until(CURRENT, facts_of(identifiability=["deceased"], kinds=["deceased"]), {"C1.3": "no_duty"})
    assert "C3.1" in [item.token for item in walked.path]


def test_t15_the_police_outside_law_enforcement_answer_the_uk_gdpr_stages() -> None:
    walked, _ = answer_until(CURRENT, facts_of("police", regime="general"), {"C1.3": "no_duty"})
    stages = {item.step.stage for item in walked.path}
    assert "C4" in stages
    assert "C6" not in stages


def test_t16_an_exemption_is_never_offered_as_a_power() -> None:
    for walked in explored("current-2026"):
        for option in walked.next.options if walked.next else ():
            assert "dpa-2018-sch2-p2" not in [item.gateway.id for item in option.gateways]


def test_t19_section_251_leads_to_the_national_data_opt_out() -> None:
    answer = CURRENT.by_id["C3.4"].answer("section_251")
    assert answer is not None
    assert answer.goto == "C3.5"


def test_t20_the_research_stage_cites_articles_84b_and_84c() -> None:
    cites = " ".join(law.cite for step in CURRENT.steps if step.stage == "C7" for law in step.law)
    assert "84B" in cites
    assert "84C" in cites
    assert "Article 89" not in cites


def test_t23_data_first_collected_on_consent_cannot_be_called_merely_compatible() -> None:
    question = question_at("C4.8", facts_of(collected_on_consent=True))
    assert question.option("compatible") is None
    assert question.option("collected_on_consent") is not None


def test_t24_a_homelessness_referral_needs_each_persons_agreement() -> None:
    facts = facts_of(kinds=["homelessness"], theme="housing_market_renewal", body_class="nhs")
    wanted = {"C1.3": ("duty", "ha-1996-s213B"), "C1.6": "met_with_agreement"}
    walked, _ = answer_until(CURRENT, facts, wanted)
    conditions = walked.taken("C1.6")
    assert conditions is not None
    assert conditions.question.option("met") is None
    assert "agreement_required" in walked.flags


def test_t25_a_provision_not_in_force_cannot_be_the_only_power() -> None:
    facts = facts_of(theme="children_young_people")
    question = question_at("C1.3", facts)
    responses = [item.response for item in answer_until(CURRENT, facts, {})[0].path if item.response]
    before = [given for given in responses if given.step < "C1.3"]
    pending = Response("C1.3", "duty", WORDS, ("ca-2004-s16LA",))
    alone = walk(CURRENT, facts, [*before, pending])
    assert "not known to be in force" in alone.refused["C1.3"]
    both = walk(CURRENT, facts, [*before, Response("C1.3", "duty", WORDS, ("ca-2004-s16LA", "ca-2004-s16H"))])
    assert both.refused == {}
    assert question.option("duty") is not None


def test_t26_a_welsh_power_is_closed_in_england() -> None:
    assert why_closed(CURRENT, facts_of(), CURRENT.gateways["lgew-2021-s24"]) == "It is not law in England."


def test_t27_a_finished_walk_of_the_process_of_2003_supports_no_approval() -> None:
    walked, _ = answer_until(DCA, facts_of(), {})
    assert walked.end is not None
    assert walked.end.code == "DONE"
    assert not walked.can_support_approval


def test_t27_the_process_of_2003_offers_the_law_of_2003() -> None:
    question = next(
        item.question for item in answer_until(DCA, facts_of(), {"D1.3": "power"})[0].path if item.token == "D1.3"
    )
    power = question.option("power")
    assert power is not None
    offered = {item.gateway.id for item in power.gateways}
    assert "cda-1998-s115" in offered
    assert offered.isdisjoint({"pcsc-2022-s16", "localism-2011-s1", "dea-2017-s35"})


@pytest.mark.parametrize("step", ["C2.1", "C2.2", "C2.3", "C2.4"])
def test_t31_article_8_needs_reasons_and_not_ticks(step: str) -> None:
    assert CURRENT.by_id[step].reason_min >= 30
    facts = facts_of()
    _, responses = answer_until(CURRENT, facts, {"C1.3": "no_duty"})
    terse = [
        given if given.step != step else Response(step, given.answer, "ok", given.gateways, given.choices)
        for given in responses
    ]
    again = walk(CURRENT, facts, terse)
    assert again.next is not None
    assert again.next.token == step
    assert "Say more" in again.refused[step]
