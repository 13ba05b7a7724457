"""The starter risks: the file as shipped, and broken ones refused with file and entry named."""

from pathlib import Path

import pytest
import yaml

from legal_basis.errors import ContentError
from legal_basis.loader import library
from protocols.kinds import RiskLevel, level_of
from protocols.loader.risks import load_risks, starter_risks

RISK = {
    "id": "lost", "title": "A list is lost", "cause": "It is left on a train.", "harm": "People are shamed.",
    "mitigation": "Nothing is printed.", "before": {"likelihood": 3, "severity": 4},
    "after": {"likelihood": 1, "severity": 4},
}  # fmt: skip


def load(path: Path, **changes: object):
    whole = {"everywhere": [{**RISK, **changes}], "themes": {"education": [{**RISK, "id": "other"}]}}
    (path / "risks.yaml").write_text(yaml.safe_dump(whole))
    return load_risks(path / "risks.yaml")


def test_every_theme_of_the_law_has_its_own_starters() -> None:
    assert set(starter_risks().themes) == set(library().themes)


def test_a_theme_offers_its_own_before_those_of_every_protocol() -> None:
    offered = [one.id for one in starter_risks().of("education")]
    assert offered[:2] == ["small-cohorts", "trust-not-council"]
    assert "not-sharing" in offered
    assert "victim-found" not in offered


def test_no_starter_stays_high_by_itself() -> None:
    risks = [*starter_risks().everywhere, *(one for group in starter_risks().themes.values() for one in group)]
    assert not [one.id for one in risks if level_of(one.after.likelihood, one.after.severity) is RiskLevel.HIGH]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"harm": ""}, "risks.yaml: lost: harm is empty"),
        ({"colour": "red"}, "lost: unknown key colour"),
        ({"after": {"likelihood": 5, "severity": 5}}, "lost: the mitigation makes it worse"),
        ({"before": {"likelihood": 6, "severity": 1}}, "lost before: likelihood and severity run from 1 to 5"),
        ({"before": 12}, "lost: before has to hold a likelihood and a severity"),
        ({"id": "other"}, "other: the id is used twice"),
        ({"title": "x" * 201}, "too long to be stored"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ContentError) as refused:
        load(tmp_path, **changes)
    assert said in str(refused.value)
