"""All comments with their responses, as an Excel workbook and as a Word file: whole, and harmless to open."""

import io
from uuid import uuid4

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from partners.models import Role
from partners.roles import RoleKind
from protocols.documents.responses import HEAD
from protocols.models import ProtocolVersion
from protocols.queries.protocols import address_of
from protocols.queries.responses import COLUMNS
from protocols.services.comments import Selected, add_comment, reopen_comment, resolve_comment
from protocols.services.suggesting import reject, suggest
from tests.protocols import factories
from tests.protocols.test_queries_per_list import signed_in

pytestmark = pytest.mark.django_db
WORDS = "share only what is needed"
HOSTILE = "<script>alert(1)</script> \x0b=HYPERLINK(1)"


@pytest.fixture
def version() -> ProtocolVersion:
    return factories.draft()


@pytest.fixture
def dpo(version) -> Role:
    return factories.role(RoleKind.DPO, at=version.parties.all()[0].partner, name="Dana Obi")


@pytest.fixture
def reader(dpo) -> Client:
    return signed_in(dpo)


def said(version, by, body, **more):
    return add_comment(by=by, version=version, body=body, nonce=uuid4(), **more)


def all_of_it(version, dpo) -> None:
    """A comment on words, answered, opened again and answered; one on the whole, open; wording turned down."""
    clause = version.sections.get(section_id="S07")
    asked = said(version, dpo, "=1+1", section=clause, selected=Selected(WORDS))
    resolve_comment(by=version.officer, comment=asked, response="@First answer")
    reopen_comment(by=dpo, comment=asked, why="+Not yet")
    asked.refresh_from_db()
    resolve_comment(by=version.officer, comment=asked, response="-Last answer")
    said(version, dpo, HOSTILE)
    offered = suggest(
        by=dpo, section=clause, body="<p>Other words.</p>", base_revision=clause.revision, nonce=uuid4(), why="Clearer"
    )
    reject(by=version.officer, suggestion=offered, reason="Too short")


def sheet_of(reader, version) -> list[dict[str, str]]:
    book = load_workbook(io.BytesIO(reader.get(address_of("consultation_workbook", version)).getvalue()))
    assert book.sheetnames == ["Comments"]
    rows = list(book.active.iter_rows())
    assert all(cell.data_type != "f" for row in rows for cell in row)
    told = [[str(cell.value or "") for cell in row] for row in rows]
    assert told[0] == list(COLUMNS)
    return [dict(zip(COLUMNS, row, strict=True)) for row in told[1:]]


def table_of(reader, version) -> list[list[str]]:
    document = Document(io.BytesIO(reader.get(address_of("consultation_word", version)).getvalue()))
    return [[cell.text for cell in row.cells] for row in document.tables[1].rows]


def test_the_workbook_has_every_comment_with_its_response_and_no_formula(version, dpo, reader):
    all_of_it(version, dpo)
    rows = sheet_of(reader, version)
    assert [(row["Said"], row["Response"], row["State"]) for row in rows] == [
        ("'=1+1", "'-Last answer", "Resolved"),
        ("<script>alert(1)</script> =HYPERLINK(1)", "", "Open"),
        ("Other words.", "Too short", "Rejected"),
    ]
    assert "@First answer" in rows[0]["Earlier responses"]


def test_the_word_file_tells_clause_by_clause_who_said_what_and_what_came_of_it(version, dpo, reader):
    all_of_it(version, dpo)
    head, whole, comment, wording = table_of(reader, version)
    assert head == list(HEAD)
    assert whole[1] == "The protocol as a whole"
    assert comment[1:3] == [str(version.sections.get(section_id="S07")), WORDS]
    assert "Dana Obi, data protection officer" in comment[3]
    assert comment[4] == "=1+1"
    assert comment[5].index("@First answer") < comment[5].index("Not yet") < comment[5].index("-Last answer")
    assert comment[6].startswith("Resolved")
    assert (wording[4], wording[5]) == ("Suggested wording: Other words.\nWhy: Clearer", "Too short")
    assert wording[6].startswith("Rejected")


def test_what_people_write_is_text_in_the_word_file_and_nothing_else(version, dpo, reader):
    all_of_it(version, dpo)
    assert table_of(reader, version)[1][4] == "<script>alert(1)</script> =HYPERLINK(1)"


def test_without_a_comment_the_files_say_so(version, reader):
    document = Document(io.BytesIO(reader.get(address_of("consultation_word", version)).getvalue()))
    assert "Nothing was said" in [cell.text for cell in document.tables[0].columns[1].cells]
    assert sheet_of(reader, version) == []
