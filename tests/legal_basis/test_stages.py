"""The line of stages: what is not needed says which fact settled it, and at which step."""

import pytest

from legal_basis.engine import walk
from legal_basis.law import Checklist
from legal_basis.loader import library
from legal_basis.queries import stages_of
from tests.legal_basis.walks import CURRENT, answer_until, facts_of


def notes(facts: dict[str, object], **answers: str) -> dict[str, str]:
    """The notes of the stages of a walk that ended, by name."""
    walked, _ = answer_until(CURRENT, facts, {"C1.3": "no_duty", **answers})
    return {stage["name"]: stage["note"] for stage in stages_of(walked) if stage["note"]}


@pytest.mark.parametrize(
    ("identifiability", "passed", "why"),
    [
        ("anonymous", "Confidence", "the data is anonymous"),
        ("deceased", "Data protection", "it is only about people who have died"),
    ],
)
def test_a_stage_that_is_passed_over_names_the_fact_and_the_step(identifiability: str, passed: str, why: str) -> None:
    found = notes(facts_of(identifiability=[identifiability]), **{"C0.2": identifiability})
    assert found[passed] == f"Not needed: {why} (C0.2)"


def test_a_walk_about_living_people_passes_no_stage_over() -> None:
    assert notes(facts_of()) == {}


def test_before_anything_is_settled_no_stage_is_called_not_needed() -> None:
    assert not any(stage["note"] for stage in stages_of(walk(CURRENT, facts_of(), ())))


@pytest.mark.parametrize("checklist", library().checklists.values(), ids=lambda one: one.id)
def test_every_route_that_leaves_stages_out_says_why(checklist: Checklist) -> None:
    assert all(bool(route.because) == bool(route.flag) for route in checklist.routes)
