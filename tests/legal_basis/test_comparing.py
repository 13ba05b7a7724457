"""Only where the facts agree: which answers of one assessment could serve another, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from legal_basis.engine import Response, stale_steps, walk
from legal_basis.engine.comparing import Comparison, compare, why_unusable
from legal_basis.engine.deciding import deciding_facts
from legal_basis.law import FACTS
from legal_basis.queries import question_at
from legal_basis.queries.drawing import DIFFERS
from tests.legal_basis.walks import CURRENT, DCA, FACT_SETS, answer_until, facts_of

few = settings(max_examples=60, deadline=None)
DECIDING = {checklist.id: deciding_facts(checklist) for checklist in (CURRENT, DCA)}
ALL = [step.id for step in CURRENT.steps]
IMPLIED = {"C1.3": "no_duty", "C1.4": "no_express", "C1.5": ("implied", "lga-1972-s111")}
facts_sets = st.sampled_from(FACT_SETS)


def held(theirs: dict[str, object], ours: dict[str, object], **more: object) -> Comparison:
    return compare(theirs, ours, ALL, deciding=DECIDING[CURRENT.id], **more)  # type: ignore[arg-type]


def usable(comparison: Comparison) -> set[str]:
    return {step.token for step in comparison.usable}


def why(token: str, responses: tuple[Response, ...], *, ours=None, facts=None, given_there=None) -> str:
    """Why the answer of a walk cannot be put to the same question of another."""
    facts = facts or facts_of()
    ours = responses if ours is None else ours
    before = ours[: [one.step for one in ours].index(token)]
    question = question_at(walk(CURRENT, facts, before), token)
    assert question is not None
    there = given_there or next(one for one in responses if one.step == token)
    return why_unusable(CURRENT, facts, question, there, theirs=responses, ours=before)


def test_on_the_same_facts_every_answer_could_serve() -> None:
    same = held(facts_of(), facts_of())
    assert usable(same) == set(ALL)
    assert same.differing == ()


def test_other_kinds_of_data_close_bars_powers_and_confidence_and_say_so() -> None:
    other = held(facts_of(), facts_of(kinds=["council_tax"]))
    assert other.differing == ("kinds",)
    assert {"C0.3", "C1.2", "C1.5", "C3.1", "C4.6"} & usable(other) == set()
    assert {"C2.4", "C4.3", "C5.4", "C8.1"} <= usable(other)
    assert other.at("C1.2").differing == ("kinds",)


def test_a_fact_that_decides_whether_a_step_is_asked_closes_it_though_its_answers_never_read_it() -> None:
    regime = held(facts_of(), facts_of(regime="mixed"))
    assert "C5.4" not in stale_steps(CURRENT, facts_of(), facts_of(regime="mixed"))
    assert regime.at("C5.4").differing == ("regime",)
    assert {"C1.6", "C2.4", "C8.1"} <= usable(regime)


def test_a_step_off_the_way_is_closed_by_the_fact_that_turns_the_way() -> None:
    assert held(facts_of(), facts_of(research=True)).at("C7.2").differing == ("research",)


def test_a_step_that_reads_otherwise_or_is_gone_serves_nobody() -> None:
    deciding = DECIDING[CURRENT.id]
    compared = compare(facts_of(), facts_of(), ["C2.4", "C9.9", "C5.4"], deciding=deciding, reworded={"C2.4"})
    assert usable(compared) == {"C5.4"}
    assert compared.at("C9.9").reworded


def test_a_second_visit_to_a_step_is_weighed_as_the_step() -> None:
    compared = compare(facts_of(), facts_of(research=True), ["C4.8-2"], deciding=DECIDING[CURRENT.id])
    assert compared.at("C4.8-2").differing == ("research",)


def test_an_answer_that_stands_can_be_put() -> None:
    _, responses = answer_until(CURRENT, facts_of(), IMPLIED)
    assert [why(one.step, responses) for one in responses] == [""] * len(responses)


def test_a_power_that_is_no_longer_law_is_named() -> None:
    _, responses = answer_until(CURRENT, facts_of(), IMPLIED)
    old = Response("C1.5", "implied", responses[0].reason, ("lga-2000-s2",))
    said = why("C1.5", responses, given_there=old)
    assert said.startswith("It names Local Government Act 2000 s.2")
    assert said.endswith("It is no longer in force.") or "It was not law on" in said


def test_a_power_that_the_library_has_lost_is_told() -> None:
    _, responses = answer_until(CURRENT, facts_of(), IMPLIED)
    lost = Response("C1.5", "implied", responses[0].reason, ("no-such-act",))
    assert why("C1.5", responses, given_there=lost) == "It names a power that is no longer in the library of law."


def test_an_answer_that_is_hidden_here_says_what_hid_it() -> None:
    _, responses = answer_until(CURRENT, facts_of(), IMPLIED)
    anonymous = Response("C0.2", "anonymous", responses[0].reason)
    said = why("C0.2", responses, given_there=anonymous)
    assert "is not open to you. Your data flows include data that is not anonymous." in said


def test_a_reason_too_short_today_is_told() -> None:
    _, responses = answer_until(CURRENT, facts_of(), IMPLIED)
    short = replace(responses[0], reason="Short.")
    assert why("C0.1", responses, given_there=short).startswith("Say more")


def test_what_was_said_of_one_power_is_not_said_of_another() -> None:
    _, theirs = answer_until(CURRENT, facts_of(), IMPLIED)
    _, ours = answer_until(CURRENT, facts_of(), {**IMPLIED, "C1.5": ("implied", "localism-2011-s1")})
    assert why("C1.6", theirs, ours=ours) == "It speaks of other powers than those named here."
    assert why("C2.4", theirs, ours=ours) == ""


@few
@given(facts_sets, facts_sets)
def test_holding_two_against_each_other_is_the_same_from_either_side(one, other) -> None:
    assert held(one, other).steps == held(other, one).steps


@few
@given(facts_sets, facts_sets)
def test_nothing_that_a_change_of_facts_would_put_in_doubt_could_serve(one, other) -> None:
    assert usable(held(one, other)) & set(stale_steps(CURRENT, one, other)) == set()


@few
@given(facts_sets, st.data())
def test_one_more_difference_never_opens_a_step(one, data) -> None:
    name = data.draw(st.sampled_from(sorted(one)))
    near = {**one, name: "something else"}
    further = {**near, data.draw(st.sampled_from(sorted(one))): "something other still"}
    assert usable(held(one, further)) <= usable(held(one, near)) <= usable(held(one, one))


@few
@given(facts_sets, facts_sets)
def test_every_step_that_cannot_serve_says_which_facts_differ(one, other) -> None:
    compared = held(one, other)
    for step in compared.steps:
        assert step.is_usable or set(step.differing) <= set(compared.differing) != set()


def test_a_difference_in_any_fact_can_be_said() -> None:
    assert set(DIFFERS) == set(FACTS)
