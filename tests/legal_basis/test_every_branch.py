"""Every step, answer and end of both checklists is walked, by exploring them on a small set of facts."""

from __future__ import annotations

import pytest

from legal_basis.engine import required_stages
from tests.legal_basis.walks import CHECKLISTS, explored


def taken(checklist_id: str) -> set[tuple[str, str]]:
    return {(item.step.id, item.answer.key) for walked in explored(checklist_id) for item in walked.path}


def branches(checklist_id: str) -> list[tuple[str, str]]:
    return [(step.id, answer.key) for step in CHECKLISTS[checklist_id].steps for answer in step.answers]


@pytest.mark.parametrize(("checklist_id", "steps"), [("current-2026", 50), ("dca-2003", 36)])
def test_every_step_is_reached(checklist_id: str, steps: int) -> None:
    assert len({step for step, _ in taken(checklist_id)}) == steps


@pytest.mark.parametrize("checklist_id", CHECKLISTS)
def test_every_branch_is_walked(checklist_id: str) -> None:
    assert set(branches(checklist_id)) - taken(checklist_id) == set()


@pytest.mark.parametrize("checklist_id", CHECKLISTS)
def test_every_end_is_reached(checklist_id: str) -> None:
    ends = {walked.end.code for walked in explored(checklist_id) if walked.end}
    assert ends == {end.code for end in CHECKLISTS[checklist_id].ends}


@pytest.mark.parametrize("checklist_id", CHECKLISTS)
def test_a_walk_is_at_a_question_or_at_an_end_and_never_stuck(checklist_id: str) -> None:
    for walked in explored(checklist_id):
        assert (walked.next is None) != (walked.end is None)
        if walked.next:
            assert walked.next.options, walked.next.token


@pytest.mark.parametrize("checklist_id", CHECKLISTS)
def test_done_is_reached_only_through_every_stage_that_the_facts_require(checklist_id: str) -> None:
    done = [walked for walked in explored(checklist_id) if walked.end and walked.end.code == "DONE"]
    assert done
    for walked in done:
        passed = {item.step.stage for item in walked.path}
        assert required_stages(walked.checklist, walked.flags) <= passed


@pytest.mark.parametrize("checklist_id", CHECKLISTS)
def test_every_stop_names_its_step_the_law_and_what_could_change_it(checklist_id: str) -> None:
    stops = [walked.end for walked in explored(checklist_id) if walked.end and walked.end.code == "STOP"]
    assert stops
    for end in stops:
        assert end.laws
        assert end.answer.could_change
        assert end.answer.instead
        assert end.step in walked_steps(checklist_id)


def walked_steps(checklist_id: str) -> set[str]:
    return {step.id for step in CHECKLISTS[checklist_id].steps}


@pytest.mark.parametrize("checklist_id", CHECKLISTS)
def test_every_hidden_answer_says_in_a_sentence_which_fact_hid_it(checklist_id: str) -> None:
    hidden = [item for walked in explored(checklist_id) if walked.next for item in walked.next.hidden]
    assert hidden
    for item in hidden:
        assert item.because.endswith(".")


@pytest.mark.parametrize("checklist_id", CHECKLISTS)
def test_no_walk_goes_round_in_a_circle(checklist_id: str) -> None:
    assert max(len(walked.path) for walked in explored(checklist_id)) <= len(CHECKLISTS[checklist_id].steps) + 1
