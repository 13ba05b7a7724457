"""The worked examples: each ends as it says, at the step it says, in the engine and run from its own file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from legal_basis.engine.examples import fault_of
from legal_basis.errors import ContentError
from legal_basis.law import Example
from legal_basis.loader import CONTENT, examples, library, load_examples
from tests.legal_basis.reading_age import grade

LAW = library()
EVERY = pytest.mark.parametrize("example", examples().values(), ids=list(examples()))

# Where each case has to end and which step decides it, as reviewed against the source book. Kept apart from the files.
REVIEWED = {
    "case-conference": ("DONE", "C1.4"),
    "childrens-duty-not-begun": ("DONE", "C1.5"),
    "claimant-counts": ("NOT_PERSONAL", "C0.2"),
    "consent-in-place-of-a-power": ("STOP", "C1.5"),
    "council-tax-for-anti-social-behaviour": ("STOP", "C1.2"),
    "council-tax-for-empty-homes": ("DONE", "C1.2"),
    "emergency-department-assaults": ("NOT_PERSONAL", "C0.2"),
    "everything-you-hold": ("REDESIGN", "C0.1"),
    "homelessness-with-agreement": ("DONE", "C1.6"),
    "homelessness-without-agreement": ("STOP", "C1.6"),
    "housing-association-receives": ("DONE", "C4.4"),
    "incapacity-benefit-in-2003": ("STOP", "D1.2"),
    "jobcentre-data-to-a-charity": ("STOP", "C1.2"),
    "national-data-opt-out": ("STOP", "C3.5"),
    "people-who-have-died": ("DONE", "C3.4"),
    "police-data-for-lettings": ("STOP", "C6.4"),
    "processor-only": ("DONE", "C0.5"),
    "research-on-pupils": ("DONE", "C7.3"),
    "research-that-picks-pupils": ("STOP", "C7.3"),
    "risk-scores": ("STOP", "C5.6"),
    "safe-and-well-visits": ("REDESIGN", "C2.4"),
    "safeguarding-adults-board": ("DONE", "C1.3"),
    "spent-convictions": ("STOP", "C1.2"),
    "supporting-families-list": ("DONE", "C1.4"),
    "survey-answers": ("STOP", "C4.8"),
}


def command(example: Example) -> dict[str, object]:
    """What `walk_checklist` prints for the example's own file."""
    out = StringIO()
    call_command("walk_checklist", example.checklist, str(CONTENT / "examples" / f"{example.id}.yaml"), stdout=out)
    walked: dict[str, object] = json.loads(out.getvalue())
    return walked


def test_there_are_at_least_twenty_and_each_was_reviewed() -> None:
    assert set(examples()) == set(REVIEWED)
    assert len(REVIEWED) >= 20


@EVERY
def test_an_example_run_from_its_file_ends_where_the_review_says(example: Example) -> None:
    walked = command(example)
    end, step = REVIEWED[example.id]
    assert isinstance(walked["end"], dict)
    assert walked["end"]["code"] == end
    assert walked["dropped"] == []
    if end in ("STOP", "REDESIGN"):
        assert walked["end"]["step"] == step
    assert step in [taken["id"] for taken in walked["steps"]]  # type: ignore[attr-defined]


@EVERY
def test_an_example_holds_in_the_engine(example: Example) -> None:
    assert fault_of(LAW, example) == ""
    assert (example.end, example.step) == REVIEWED[example.id]


@EVERY
def test_an_example_is_told_in_plain_english(example: Example) -> None:
    assert grade(f"{example.asked} {example.decides}") <= 10


def test_an_example_whose_answer_changed_is_caught() -> None:
    example = examples()["national-data-opt-out"]
    told = tuple(replace(one, answer="applied_or_exempt") if one.step == "C3.5" else one for one in example.answers)
    assert fault_of(LAW, replace(example, answers=told)).startswith("does not end: C3.6")


def test_an_example_that_names_the_wrong_step_is_caught() -> None:
    example = replace(examples()["national-data-opt-out"], step="C1.2")
    assert fault_of(LAW, example) == "stops at C3.5, so C1.2 does not decide it"


def test_an_example_with_an_unknown_source_is_refused(tmp_path) -> None:
    (tmp_path / "examples").mkdir()
    text = (CONTENT / "examples" / "everything-you-hold.yaml").read_text()
    (tmp_path / "examples" / "everything-you-hold.yaml").write_text(text.replace("- seed1", "- hearsay"))
    with pytest.raises(ContentError, match="hearsay"):
        load_examples(tmp_path, LAW)


def test_the_list_shows_every_example_with_its_end(client: Client) -> None:
    page = client.get(reverse("legal_basis:examples")).content.decode()
    for example in examples().values():
        assert reverse("legal_basis:example", args=[example.id]) in page


@EVERY
def test_the_page_of_an_example_says_what_decides_it(client: Client, example: Example) -> None:
    page = client.get(reverse("legal_basis:example", args=[example.id])).content.decode()
    assert f"step {example.step}" in page
    assert not re.search(r"\{[{%]|>None<", page)


def test_an_unknown_example_is_not_found(client: Client) -> None:
    assert client.get("/law/examples/nothing/").status_code == 404
