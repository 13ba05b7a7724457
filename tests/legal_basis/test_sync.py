"""The law mirrored to rows: added once, changed in place, retired and never deleted; and the commands around it."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from legal_basis.errors import ContentError
from legal_basis.loader import library
from legal_basis.models import ChecklistVersion, GatewayRecord
from legal_basis.services import sync_law
from portal.audit.models import AuditEvent
from tests.legal_basis.walks import WORDS, facts_of


@pytest.mark.django_db
def test_the_first_sync_adds_everything_and_the_second_changes_nothing() -> None:
    assert sync_law().added == 115
    assert sync_law().is_empty
    assert AuditEvent.objects.filter(action="legal_basis.law.sync").count() == 1


@pytest.mark.django_db
def test_what_the_files_leave_out_is_retired_and_kept() -> None:
    sync_law()
    law = library()
    fewer = {name: gateway for name, gateway in law.gateways.items() if name != "cda-1998-s115"}
    assert sync_law(law=replace(law, gateways=fewer)).retired == 1
    assert GatewayRecord.objects.get(gateway="cda-1998-s115").retired_at is not None
    assert sync_law().changed == 1
    assert GatewayRecord.objects.get(gateway="cda-1998-s115").retired_at is None


@pytest.mark.django_db
def test_a_checklist_version_is_retired_and_never_rewritten() -> None:
    sync_law()
    law = library()
    checklist = law.checklists["current-2026"]
    rewritten = replace(checklist, steps=checklist.steps[:-1])
    with pytest.raises(ContentError, match="give it a new version"):
        sync_law(law=replace(law, checklists={**law.checklists, checklist.id: rewritten}))
    newer = replace(rewritten, version="2027.1")
    sync_law(law=replace(law, checklists={**law.checklists, checklist.id: newer}))
    versions = {row.version: row.retired_at for row in ChecklistVersion.objects.filter(checklist="current-2026")}
    assert versions["2026.3"] is not None
    assert versions["2027.1"] is None


@pytest.mark.django_db
def test_the_sync_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("sync_law", stdout=out)
    assert out.getvalue() == "The law is in place: 115 added, 0 changed, 0 retired.\n"


def test_check_law_names_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"sources\.yaml: the file is missing"):
        call_command("check_law", tmp_path)


def test_check_law_counts_what_is_whole() -> None:
    out = StringIO()
    call_command("check_law", stdout=out)
    assert "113 gateways and bars" in out.getvalue()


def test_walk_checklist_prints_the_walk_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "walk.json"
    given = {"facts": facts_of(), "responses": [{"step": "C0.1", "answer": "stated", "reason": WORDS}]}
    path.write_text(json.dumps(given))
    out = StringIO()
    call_command("walk_checklist", "current-2026", str(path), stdout=out)
    assert json.loads(out.getvalue())["next"]["id"] == "C0.2"


@pytest.mark.parametrize(
    ("checklist", "text", "sentence"),
    [
        ("nothing", "{}", "There is no checklist"),
        ("current-2026", "[]", "has to hold"),
        ("current-2026", "no", "is not JSON.*line 1.*has to hold"),
        ("current-2026", '{"facts": 3}', "has to hold"),
        ("current-2026", '{"facts": {}, "responses": [{"step": "C0.1"}]}', "has to hold"),
        ("current-2026", '{"facts": {"body": "council"}}', "There is no fact body. Choose from: body_class,"),
        (
            "current-2026",
            '{"facts": {}, "responses": [{"step": "C0.99", "answer": "stated"}]}',
            "current-2026 has no step C0.99",
        ),
        (
            "current-2026",
            '{"facts": {}, "responses": [{"step": "C0.1", "answer": "perhaps"}]}',
            "Step C0.1 has no answer perhaps. Choose from: stated,",
        ),
    ],
)
def test_walk_checklist_refuses_in_a_plain_sentence(checklist: str, text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "walk.json"
    path.write_text(text)
    with pytest.raises(CommandError, match=sentence):
        call_command("walk_checklist", checklist, str(path))


def test_walk_checklist_says_that_a_file_is_missing_or_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("walk_checklist", "current-2026", str(tmp_path / "nothing.json"))
    picture = tmp_path / "picture.json"
    picture.write_bytes(b"\x89PNG\xff")
    with pytest.raises(CommandError, match="cannot be read as text"):
        call_command("walk_checklist", "current-2026", str(picture))


def test_the_reference_page_of_the_checklists_is_up_to_date() -> None:
    call_command("document_checklists", "--check")
