"""The trail in plain words, narrowed, and handed out as files that an outsider can check."""

import ast
import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from openpyxl import load_workbook

from portal.audit.acts import SYSTEM, Actor, act
from portal.audit.models import AuditEvent
from portal.audit.sentences import kinds, sentence, sentences
from portal.audit.trails import Line, Narrowing, csv_lines, json_lines, workbook

DANA = Actor("Dana Obi", "data protection officer, Wigan Council", person_id=7, organisation_id=3)
ROOMS = ("portal", "partners", "legal_basis", "datasets", "protocols", "register")
# Where the action is not written beside the act: what it can be.
WRITTEN_ELSEWHERE = {
    "partners/services/importing/writing.py": [
        f"partners.import.{one}" for one in ("partner", "place", "end", "office")
    ],
    "protocols/sample/scale/worlds.py": [
        f"protocols.sample.scale{done}" for done in ("", ".begin", ".pattern")
    ],
    "protocols/services/elsewhere/removing.py": ["protocols.agreement.take_out"],
    "protocols/services/instruments/objecting.py": [
        "protocols.instrument.withdraw_objection", "protocols.instrument.overrule",
    ],
    "protocols/services/made_files.py": [
        f"protocols.{kind}.{done}" for kind in ("redline", "case", "preview") for done in ("ask", "make")
    ],
    "protocols/services/owned_rows.py": ["protocols.risk.add_starters", "protocols.case.add_starters"],
    "protocols/services/rows.py": [
        f"protocols.{noun}.{done}"
        for noun in ("flow", "risk", "entry", "barrier", "incident")
        for done in ("add", "change", "delete")
    ],
    "protocols/services/signing_guests.py": ["protocols.guest.code", "protocols.guest.ready"],
    "protocols/services/waiting_files.py": ["protocols.word.sweep_uploads", "protocols.agreements.sweep_uploads"],
    "protocols/services/templates.py": ["protocols.template.annotate", "protocols.template.publish"],
    "protocols/services/studio/publishing.py": ["protocols.template.retire", "protocols.template.take_up"],
    "protocols/services/studio/drafts.py": [
        *[f"protocols.template.section.{done}" for done in ("add", "change", "move", "take_out")],
        *[f"protocols.template.variable.{done}" for done in ("put", "delete")],
    ],
    "legal_basis/services/drawing.py": ["legal_basis.assessment.draw_on", "legal_basis.assessment.stop_drawing"],
}  # fmt: skip


def acts_in(name: str) -> Iterator[ast.expr]:
    """The first argument of each act() of a module."""
    for node in ast.walk(ast.parse((django_settings.BASE_DIR / name).read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "act" and node.args:
            yield node.args[0]


def modules() -> list[str]:
    base = Path(django_settings.BASE_DIR)
    return [str(path.relative_to(base)) for room in ROOMS for path in (base / room).rglob("*.py")]


def test_every_action_has_its_sentence():
    found = {name: list(acts_in(name)) for name in modules()}
    plain = {one.value for given in found.values() for one in given if isinstance(one, ast.Constant)}
    made = {name for name, given in found.items() if not all(isinstance(one, ast.Constant) for one in given)}
    assert made == set(WRITTEN_ELSEWHERE)
    actions = plain | {action for each in WRITTEN_ELSEWHERE.values() for action in each}
    assert actions - set(sentences()) == set()


def test_no_action_is_of_two_kinds():
    actions = [action for kind in kinds() for action in kind.actions]
    assert len(actions) == len(set(actions))


def event(action: str = "protocols.section.save", **changes: object) -> AuditEvent:
    return AuditEvent(action=action, subject_label="Purpose", actor_name="Dana Obi", **changes)


def test_a_sentence_names_what_it_was_done_to():
    assert sentence(event()) == "Wrote Purpose"


def test_an_action_of_an_earlier_release_says_its_own_name():
    assert sentence(event("protocols.section.turn_round")) == "Turn round"


def test_details_are_told_by_name():
    line = Line(event(details={"closes_on": "2027-03-03", "parties": ["A", "B"], "note": ""}))
    assert line.details == [("Closes on", "2027-03-03"), ("Parties", "A, B"), ("Note", "none")]


@pytest.fixture
def some(db):
    for action, who, details in (
        ("protocols.section.save", DANA, {"revision": 2}),
        ("protocols.sign", SYSTEM, {}),
        ("protocols.comment.add", Actor('=HYPERLINK("http://x")', "@SUM(A1)"), {"words": "é"}),
    ):
        with act(action, by=who, details=details):
            pass
    return AuditEvent.objects.order_by("sequence")


@pytest.mark.parametrize(
    ("narrowing", "numbers"),
    [
        (Narrowing(), [1, 2, 3]),
        (Narrowing(who="dana"), [1]),
        (Narrowing(kind="signing"), [2]),
        (Narrowing(since=date.today() - timedelta(days=1), until=date.today() + timedelta(days=1)), [1, 2, 3]),
        (Narrowing(since=date.today() + timedelta(days=2)), []),
        (Narrowing(until=date.today() - timedelta(days=2)), []),
    ],
    ids=["all", "a person", "a kind", "days", "later", "before"],
)
def test_a_trail_is_narrowed(some, narrowing, numbers):
    assert [one.sequence for one in narrowing.of(some)] == numbers


def test_csv_and_workbook_hold_every_event_and_no_formula(some):
    rows = list(csv.reader(io.StringIO("".join(csv_lines(some)).lstrip("\ufeff"))))
    sheet = load_workbook(io.BytesIO(workbook(some))).active
    for table in (rows, [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]):
        assert [row[0] for row in table] == ["Number", "1", "2", "3"]
        assert table[3][2:4] == ['\'=HYPERLINK("http://x")', "'@SUM(A1)"]
        assert table[1][4] == "Wrote "


def test_an_outsider_checks_the_hashes_of_the_json_with_nothing_but_what_it_says(some):
    told = json.loads("".join(json_lines(some, "GM-0001")))
    previous = told["events"][0]["previous_hash"]
    for one in told["events"]:
        plain = {name: value for name, value in one.items() if name not in ("previous_hash", "hash")}
        spelled = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert one["previous_hash"] == previous
        assert sha256(f"{previous}\n{spelled}".encode()).hexdigest() == one["hash"]
        previous = one["hash"]
    assert told["chain_end"] == {"sequence": 3, "hash": previous}


@pytest.mark.django_db
def test_an_empty_trail_is_a_whole_json_document():
    assert json.loads("".join(json_lines(AuditEvent.objects.all(), "GM-0001")))["events"] == []
