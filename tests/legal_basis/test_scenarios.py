"""The cases that a community safety partnership brings, walked from end to end."""

from __future__ import annotations

import pytest

from legal_basis.engine import Response, walk
from tests.legal_basis.walks import CURRENT, WORDS, answer_until, facts_of


def test_council_tax_records_for_anti_social_behaviour_stop_at_powers_by_name() -> None:
    facts = facts_of("council", kinds=["council_tax", "contact_details"])
    walked, _ = answer_until(CURRENT, facts, {})
    assert walked.end is not None
    assert (walked.end.code, walked.end.step) == ("STOP", "C1.2")
    assert "Local Government Finance Act 1992" in walked.end.laws[0].cite
    assert walked.end.answer.could_change
    assert walked.path[-1].gateways == (CURRENT.gateways["lgfa-1992-sch2"],)


def test_council_tax_records_for_empty_homes_pass_the_bar_by_a_named_exception() -> None:
    facts = facts_of("council", kinds=["council_tax"], theme="housing_market_renewal")
    walked, _ = answer_until(CURRENT, facts, {"C1.2": "exception", "C1.3": "no_duty"})
    assert walked.end is not None
    assert walked.end.code == "DONE"
    assert "lgfa-1992-sch2-18A" in [gateway.id for gateway in walked.gateways]
    assert any("vacant homes" in limit.text for limit in walked.limits)


def test_depersonalised_emergency_department_data_is_shared_as_non_personal_with_disclosure_control() -> None:
    facts = facts_of("nhs", kinds=["health", "location_place_time"], identifiability=["anonymous"])
    walked, _ = answer_until(CURRENT, facts, {"C1.3": ("duty", "cda-1998-s17A")})
    assert walked.end is not None
    assert (walked.end.code, walked.end.step) == ("NOT_PERSONAL", "C1.7")
    assert any("statistical disclosure control" in limit.text for limit in walked.limits)
    assert {item.step.stage for item in walked.path} == {"C0", "C1"}
    assert walked.can_support_approval


REGIMES = {
    "general": ({"C0", "C1", "C2", "C3", "C4", "C5", "C8"}, "council", {}),
    "law_enforcement": ({"C0", "C1", "C2", "C3", "C6", "C8"}, "police", {}),
    "mixed": ({"C0", "C1", "C2", "C3", "C4", "C5", "C6", "C8"}, "police", {}),
}


@pytest.mark.parametrize("regime", REGIMES)
def test_named_case_data_walks_every_stage_of_its_regime_to_done(regime: str) -> None:
    stages, body, _ = REGIMES[regime]
    facts = facts_of(body, regime=regime)
    wanted = {"C1.3": "no_duty", "C1.4": ("express", "cda-1998-s115"), "C4.2": "not_obliged"}
    walked, _ = answer_until(CURRENT, facts, wanted)
    assert walked.end is not None
    assert walked.end.code == "DONE"
    assert {item.step.stage for item in walked.path} == stages
    assert "cda-1998-s115" in [gateway.id for gateway in walked.gateways]


def test_a_housing_association_that_receives_case_data_walks_to_done() -> None:
    facts = facts_of("private", discloses=False)
    wanted = {"C1.3": "no_duty", "C1.4": ("express", "cda-1998-s115"), "C4.4": "recognised_interest"}
    walked, _ = answer_until(CURRENT, facts, wanted)
    assert walked.end is not None
    assert walked.end.code == "DONE"
    assert "basis_ea" in walked.flags


def test_people_who_have_died_are_tested_for_confidence_and_not_for_data_protection() -> None:
    facts = facts_of("nhs", identifiability=["deceased"], kinds=["deceased", "health"], theme="health_older_people")
    walked, _ = answer_until(CURRENT, facts, {"C1.3": "no_duty", "C1.4": "no_express"})
    assert walked.end is not None
    assert walked.end.code == "DONE"
    assert {item.step.stage for item in walked.path} == {"C0", "C1", "C2", "C3", "C8"}


def test_what_is_not_research_comes_back_to_the_purpose_and_cannot_go_round_again() -> None:
    facts = facts_of(research=True, theme="performance_research")
    start = {"C1.3": "no_duty", "C4.8": "research", "C7.1": "not_research", "C4.8-2": "incompatible"}
    walked, responses = answer_until(CURRENT, facts, start)
    assert walked.end is not None
    assert walked.end.step == "C4.8"
    again = walk(CURRENT, facts, responses[:-1]).next
    assert again is not None
    assert again.token == "C4.8-2"
    assert again.option("research") is None


def test_a_stop_names_the_bar_that_a_person_found_when_the_facts_raise_none() -> None:
    facts = facts_of()
    _, responses = answer_until(CURRENT, facts, {"C1.2": ("barred", "roa-1974-s9")})
    walked = walk(CURRENT, facts, responses)
    assert walked.end is not None
    assert [law.gateway for law in walked.end.laws] == ["roa-1974-s9"]


def test_the_record_of_a_walk_can_be_written_as_json_and_names_law_and_sources() -> None:
    import json

    walked, _ = answer_until(CURRENT, facts_of(), {"C1.3": "no_duty"})
    record = json.loads(json.dumps(walked.to_dict()))
    assert record["end"]["code"] == "DONE"
    assert all(step["laws"] for step in record["steps"])
    assert record["steps"][0]["reason"] == WORDS


def test_a_response_to_a_step_that_is_not_reached_is_dropped_and_listed() -> None:
    walked = walk(CURRENT, facts_of(), [Response("C8.2", "set"), Response("C0.1", "stated", WORDS)])
    assert walked.dropped == ("C8.2",)
    assert walked.next is not None
    assert walked.next.token == "C0.2"
