"""The loader takes the reviewed law and refuses every kind of broken file, naming the file and the entry."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from legal_basis.errors import ContentError
from legal_basis.loader import CONTENT, library, load

Change = Callable[[dict[str, Any]], None]


def broken(tmp_path: Path, file: str, change: Change) -> str:
    """Copy the content, change one file, and give the sentence that the loader refuses it with."""
    shutil.copytree(CONTENT, tmp_path / "content")
    path = tmp_path / "content" / file
    data = yaml.safe_load(path.read_text())
    change(data)
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    with pytest.raises(ContentError) as refused:
        load(tmp_path / "content")
    assert refused.value.file == file
    return str(refused.value)


def entry(data: dict[str, Any], group: str, ident: str) -> dict[str, Any]:
    return next(item for item in data[group] if item.get("id", item.get("key")) == ident)


def answer(data: dict[str, Any], step: str, key: str) -> dict[str, Any]:
    return next(item for item in entry(data, "steps", step)["answers"] if item["key"] == key)


def test_the_law_of_this_release_is_whole() -> None:
    law = library()
    assert {name: len(checklist.steps) for name, checklist in law.checklists.items()} == {
        "current-2026": 50,
        "dca-2003": 36,
    }
    assert (len(law.gateways), len(law.themes)) == (113, 8)


CURRENT, DCA = "checklist_current_2026.yaml", "checklist_dca_2003.yaml"
CASES: dict[str, tuple[str, Change, str]] = {
    "an unknown key": (CURRENT, lambda d: entry(d, "steps", "C1.2").update(colour="red"), "C1.2: unknown key colour"),
    "a missing key": (CURRENT, lambda d: entry(d, "steps", "C1.2").pop("why"), "C1.2: why is missing"),
    "a target that does not exist": (
        CURRENT,
        lambda d: answer(d, "C1.3", "duty").update(goto="C9.9"),
        "C1.3 duty: names the step or end 'C9.9', which does not exist",
    ),
    "a step that no answer leads to": (
        CURRENT,
        lambda d: answer(d, "C3.4", "section_251").update(goto="C3.6"),
        "C3.5: no answer leads to this step",
    ),
    "an end that no answer leads to": (
        CURRENT,
        lambda d: answer(d, "C1.7", "all_non_personal").update(goto="C2.1"),
        "NOT_PERSONAL: no answer leads to this end",
    ),
    "a step from which DONE cannot be reached": (
        DCA,
        lambda d: answer(d, "D5.1", "complete").update(goto="D5.1"),
        "DONE cannot be reached from this step",
    ),
    "a step id used twice": (
        CURRENT,
        lambda d: entry(d, "steps", "C1.3").update(id="C1.2"),
        "the id C1.2 is used twice",
    ),
    "an answer key used twice": (
        CURRENT,
        lambda d: answer(d, "C1.3", "duty").update(key="no_duty"),
        "C1.3: two answers have the same key",
    ),
    "an unknown source": (
        CURRENT,
        lambda d: entry(d, "steps", "C1.3").update(sources=["nowhere"]),
        "C1.3: names the source",
    ),
    "an unknown gateway in a step": (
        CURRENT,
        lambda d: entry(d, "steps", "C1.3").update(law=[{"cite": "An Act", "gateway": "an-act"}]),
        "C1.3: names the gateway 'an-act'",
    ),
    "an unknown fact": (
        CURRENT,
        lambda d: answer(d, "C0.2", "anonymous")["shown_if"][0].update(fact="weather"),
        "the fact 'weather' is not known",
    ),
    "a condition without an operator": (
        CURRENT,
        lambda d: answer(d, "C0.2", "anonymous")["shown_if"][0].pop("only"),
        "needs exactly one of",
    ),
    "a flag that nothing sets": (
        CURRENT,
        lambda d: answer(d, "C1.7", "all_non_personal")["shown_if"][0].update(flag="sunny"),
        "nothing sets the flag sunny",
    ),
    "a condition on an answer that does not exist": (
        CURRENT,
        lambda d: answer(d, "C4.8", "research")["hidden_if"][0].update({"as": ["perhaps"]}),
        "names the answer of C7.1 'perhaps'",
    ),
    "a stop that leaves people helpless": (
        CURRENT,
        lambda d: answer(d, "C1.5", "no_power").pop("could_change"),
        "says neither what could change it nor what to do instead",
    ),
    "consent before other ways forward": (
        CURRENT,
        lambda d: entry(d, "steps", "C4.4")["answers"].insert(0, entry(d, "steps", "C4.4")["answers"].pop(6)),
        "comes after consent",
    ),
    "a historic checklist that supports approval": (
        DCA,
        lambda d: d.update(can_support_approval=True),
        "a withdrawn checklist cannot support an approval",
    ),
    "a checklist withdrawn before it began": (
        DCA,
        lambda d: d.update(withdrawn_on=date(2001, 1, 1)),
        "withdrawn_on has to be later than in_force_from",
    ),
    "an unsourced step without a mark": (
        CURRENT,
        lambda d: entry(d, "steps", "C2.5").pop("gk"),
        "C2.5: needs a source",
    ),
    "a gateway in force after its withdrawal": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "cda-1998-s115").update(withdrawn_on=date(2020, 1, 1)),
        "cda-1998-s115: cannot be in force: it was withdrawn on 2020-01-01",
    ),
    "a gateway pending after it began": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "ca-2004-s16LA").update(in_force_from=date(2026, 5, 1)),
        "cannot be pending",
    ),
    "a gateway withdrawn before it began": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "pcsc-2022-s16").update(withdrawn_on=date(2022, 1, 1)),
        "withdrawn_on has to be later",
    ),
    "a gateway of an unknown kind": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "cda-1998-s115").update(kind="hunch"),
        "kind cannot be 'hunch'",
    ),
    "a bar that no data kind lists": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "lgfa-1992-sch2")["data_kinds"].append("health"),
        "does not list this bar under health",
    ),
    "a power that raises a bar": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "cda-1998-s115").update(identifiable_only=True),
        "only a bar has",
    ),
    "a way through that is no power": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "lgfa-1992-sch2")["ways_through"][0].update(gateway="hra-1998-s6"),
        "is no power",
    ),
    "a gateway id used twice": (
        "gateways.yaml",
        lambda d: d["gateways"].append(dict(d["gateways"][0])),
        "the id lga-1972-s111 is used twice",
    ),
    "a date written as words": (
        "gateways.yaml",
        lambda d: entry(d, "gateways", "pcsc-2022-s16").update(in_force_from="last year"),
        "in_force_from has to be a date",
    ),
    "a data kind with an unknown bar": (
        "data_kinds.yaml",
        lambda d: entry(d, "data_kinds", "health").update(bars=["nothing"]),
        "health: the bar nothing",
    ),
    "a theme with an unknown gateway": (
        "themes.yaml",
        lambda d: d["themes"][0]["flows"][0].update(gateways=["nothing"]),
        "community_safety: names the gateway 'nothing'",
    ),
    "an empty list": ("sources.yaml", lambda d: d.update(sources=[]), "sources is missing or empty"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_loader_refuses(case: str, tmp_path: Path) -> None:
    file, change, sentence = CASES[case]
    assert sentence in broken(tmp_path, file, change)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("steps: [", "not valid YAML"),
        ("- one\n- two\n", "has to hold one mapping"),
        ("version: '1'\nversion: '2'\n", "written twice"),
    ],
)
def test_the_loader_refuses_text_that_is_no_content_file(text: str, sentence: str, tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / "sources.yaml").write_text(text)
    with pytest.raises(ContentError, match=sentence):
        load(tmp_path / "content")


def test_the_loader_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"sources\.yaml: the file is missing"):
        load(tmp_path)
