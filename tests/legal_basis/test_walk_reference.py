"""What the reference pages say of walks by command, tried: its examples run, and every name in them is accepted."""

import json
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from legal_basis.law import FACTS
from legal_basis.loader import library

REFERENCE = Path(settings.BASE_DIR) / "docs" / "reference"
PAGE = (REFERENCE / "law.md").read_text(encoding="utf-8")
WALKS = PAGE[PAGE.index("## walk_checklist") :]
CHECKLISTS = (REFERENCE / "checklists.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^manage\.py (walk_checklist .+)$", WALKS, re.MULTILINE)
FACT_ROWS = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|([^|]*)\|$", WALKS, re.MULTILINE)


def walked(tmp_path: Path, checklist: str, given: dict[str, object]) -> dict[str, object]:
    """What the command prints for a file that holds this."""
    path, out = tmp_path / "walk.json", StringIO()
    path.write_text(json.dumps(given))
    call_command("walk_checklist", checklist, str(path), stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def documented_answers() -> list[tuple[str, str, str]]:
    """Checklist, step and answer, for every row of the page on checklists."""
    found, checklist, step = [], "", ""
    for line in CHECKLISTS.splitlines():
        if opening := re.match(r"`([a-z0-9-]+)`, version", line):
            checklist = opening[1]
        elif heading := re.match(r"#### ([A-Z0-9.a-z]+) ", line):
            step = heading[1]
        elif line.startswith("### "):
            step = ""
        elif step and (row := re.match(r"\| [^|]*\(`(\w+)`\) \|", line)):
            found.append((checklist, step, row[1]))
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_documented_command_runs_as_it_is_written(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(settings.BASE_DIR)
    out = StringIO()
    call_command(*shlex.split(command), stdout=out)
    assert json.loads(out.getvalue())["end"]["code"] == "STOP"


def test_there_is_a_command_to_try() -> None:
    assert COMMANDS


def test_the_documented_facts_are_read_and_lead_to_the_first_question(tmp_path: Path) -> None:
    facts = json.loads(re.findall(r"```json\n(.+?)\n```", WALKS, re.DOTALL)[0])
    found = walked(tmp_path, "current-2026", {"facts": facts, "responses": []})
    assert isinstance(found["next"], dict)
    assert found["next"]["id"] == "C0.1"


def test_every_key_that_is_said_to_be_printed_is_printed_and_no_other(tmp_path: Path) -> None:
    told = WALKS[WALKS.index("What is printed holds") : WALKS.index("### Facts")]
    told = re.sub(r"\([^)]*\)", "", told)
    found = walked(tmp_path, "current-2026", {"facts": {}, "responses": []})
    assert set(re.findall(r"`(\w+)`", told)) == set(found)


def test_every_fact_is_documented() -> None:
    assert [name for name, _, _ in FACT_ROWS] == list(FACTS)


@pytest.mark.parametrize(("name", "takes", "values"), FACT_ROWS)
def test_a_documented_fact_is_accepted_with_each_of_its_values(
    name: str, takes: str, values: str, tmp_path: Path
) -> None:
    each: list[object] = list(re.findall(r"`(\w+)`", values)) or [True, False]
    for value in each:
        given = {name: [value] if takes.startswith("a list") else value}
        assert walked(tmp_path, "current-2026", {"facts": given, "responses": []})["next"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"body_class": "counsil"}, "The fact body_class does not take counsil. Choose from: council, nhs, police"),
        ({"kinds": ["health", "helth"]}, "The fact kinds does not take helth. Choose from: "),
        ({"kinds": "health"}, "The fact kinds is a list of any of: "),
        ({"research": "no"}, "The fact research is true or false, not no."),
    ],
)
def test_a_value_that_a_fact_does_not_take_is_refused(facts, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        walked(tmp_path, "current-2026", {"facts": facts, "responses": []})


def test_the_documented_steps_and_answers_are_those_of_the_checklists() -> None:
    real = {
        (checklist.id, step.id, answer.key)
        for checklist in library().checklists.values()
        for step in checklist.steps
        for answer in step.answers
    }
    assert set(documented_answers()) == real


@pytest.mark.parametrize("checklist", list(library().checklists))
def test_every_documented_step_and_answer_is_a_name_that_the_command_knows(checklist: str, tmp_path: Path) -> None:
    given = [
        {"step": step, "answer": key, "reason": "It is so."}
        for name, step, key in documented_answers()
        if name == checklist
    ]
    assert len(given) > 80
    found = walked(tmp_path, checklist, {"facts": {}, "responses": given})
    assert found["next"] or found["end"]
