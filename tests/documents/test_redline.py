"""A redline in print: both sides named, every change told, nothing that the print engine complains of."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from protocols.documents.redlining import render_redline
from protocols.models import Protocol, ProtocolVersion
from protocols.redline.clauses import Clause, compare_clauses
from protocols.redline.records import compare_records

FLOW = {"number": 1, "title": "Cases", "sender": "wigan", "recipients": [], "items": ["Name"], "frequency": "Weekly"}


@pytest.fixture(scope="module")
def made():
    old = [Clause("S01", 1, "Purpose", "<ol><li>Prevent crime.</li></ol>"), Clause("S02", 2, "Scope", "<p>All.</p>")]
    table = "<table><tbody><tr><td>Clerk</td><td>Keeps it</td></tr></tbody></table>"
    new = [Clause("S01", 1, "Purpose", f"<ol><li>Prevent and detect crime.</li></ol>{table}")]
    before = {"protocol": {"title": "Sharing"}, "parties": [], "flows": [FLOW]}
    after = {**before, "flows": [{**FLOW, "frequency": "Daily"}]}
    version = ProtocolVersion(number=2, title="Sharing")
    version.protocol = Protocol(reference="GM-0001")
    version.protocol.partnership = None

    def make():
        return render_redline(
            compare_clauses(old, new),
            compare_records(before, after),
            before="Version 1, as signed",
            after="“Before consultation”",
            version=version,
            asked_at=datetime(2027, 3, 3, 10, 42, tzinfo=UTC),
            sha256="0" * 64,
        )

    return make(), make()


def test_a_redline_is_set_without_complaint_and_the_same_bytes_each_time(made):
    first, second = made
    assert first.complaints == ()
    assert first.pdf == second.pdf


def test_a_redline_is_archival_and_names_what_it_compares(made):
    with pikepdf.open(io.BytesIO(made[0].pdf)) as pdf, pdf.open_metadata() as about:
        assert about["pdfaid:part"] == "3"
        assert about["dc:description"] == "From Version 1, as signed to “Before consultation”"


def test_each_clause_of_the_summary_leads_to_its_place(made):
    names = {anchor.name for anchor in made[0].anchors}
    assert {"section-S01", "section-S02"} <= names
