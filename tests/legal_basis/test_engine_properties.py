"""Properties of the engine that hold whatever is answered, in whatever order."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legal_basis.engine import Response, Walk, facts_hash, required_stages, walk
from legal_basis.law import Checklist
from tests.legal_basis.walks import CURRENT, DCA, FACT_SETS, fillings

few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
checklists = st.sampled_from([CURRENT, DCA])
facts_sets = st.sampled_from(FACT_SETS)


@st.composite
def walks(draw: st.DrawFn) -> tuple[Checklist, dict[str, object], tuple[Response, ...], Walk]:
    """A walk of random open answers, leaning towards going on, for at most 70 steps."""
    checklist, facts = draw(checklists), draw(facts_sets)
    responses: tuple[Response, ...] = ()
    walked = walk(checklist, facts, responses)
    while walked.next is not None:
        fit = [given for option in walked.next.options for given in fillings(walked.next, option)]
        onward = [given for given in fit if _goes_on(walked, given)]
        pool = onward if onward and draw(st.integers(0, 19)) else fit
        responses = (*responses, draw(st.sampled_from(pool)))
        walked = walk(checklist, facts, responses)
    return checklist, facts, responses, walked


def _goes_on(walked: Walk, given: Response) -> bool:
    option = walked.next.option(given.answer) if walked.next else None
    return option is not None and option.answer.goto not in ("STOP", "REDESIGN")


@few
@given(walks())
def test_no_answers_reach_done_without_every_stage_that_the_facts_require(case) -> None:
    checklist, _, _, walked = case
    if walked.end and walked.end.code == "DONE":
        assert required_stages(checklist, walked.flags) <= {item.step.stage for item in walked.path}


@few
@given(walks(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_are_given_cannot_change_the_order_in_which_they_count(case, random) -> None:
    checklist, facts, responses, walked = case
    shuffled = list(responses)
    random.shuffle(shuffled)
    assert walk(checklist, facts, shuffled).path == walked.path


@few
@given(walks(), st.integers(0, 60))
def test_a_step_left_out_stops_the_walk_there_and_drops_all_that_came_after(case, position: int) -> None:
    checklist, facts, responses, _ = case
    position %= len(responses)
    kept = (*responses[:position], *responses[position + 1 :])
    walked = walk(checklist, facts, kept)
    assert walked.end is None
    assert walked.next is not None
    assert walked.next.token == responses[position].step
    assert set(walked.dropped) == {given.step for given in responses[position + 1 :]}


@few
@given(walks(), st.sampled_from(["council_tax", "census_statistics", "hmrc_tax", "adoption", "fertility"]))
def test_adding_a_bar_never_turns_a_stop_into_done(case, kind: str) -> None:
    checklist, facts, responses, walked = case
    barred = {**facts, "kinds": [*facts["kinds"], kind]}
    again = walk(checklist, barred, responses)
    if walked.end and walked.end.code == "STOP":
        assert again.end is None or again.end.code != "DONE"


@few
@given(walks())
def test_the_same_answers_twice_give_the_same_record(case) -> None:
    checklist, facts, responses, walked = case
    assert walk(checklist, facts, responses).to_dict() == walked.to_dict()


@few
@given(walks(), st.data())
def test_changing_an_answer_and_changing_it_back_restores_the_end(case, data) -> None:
    checklist, facts, responses, walked = case
    position = data.draw(st.integers(0, len(responses) - 1))
    question = walk(checklist, facts, responses[:position]).next
    assert question is not None
    other = data.draw(st.sampled_from([given for option in question.options for given in fillings(question, option)]))
    changed = (*responses[:position], other, *responses[position + 1 :])
    walk(checklist, facts, changed)
    restored = (*changed[:position], responses[position], *changed[position + 1 :])
    assert walk(checklist, facts, restored).to_dict() == walked.to_dict()


@given(st.permutations(["a", "b", "c"]))
def test_facts_have_one_fingerprint_whatever_the_order_of_their_lists(kinds: list[str]) -> None:
    assert facts_hash({"kinds": kinds, "theme": "x"}) == facts_hash({"theme": "x", "kinds": ["a", "b", "c"]})
