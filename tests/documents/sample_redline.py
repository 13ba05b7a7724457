"""A redline between two small texts: a clause changed, one taken out, a flow changed."""

from datetime import UTC, datetime

from protocols.documents.redlining import render_redline
from protocols.documents.typesetting import Typeset
from protocols.models import Protocol, ProtocolVersion
from protocols.redline.clauses import Clause, compare_clauses
from protocols.redline.records import compare_records

FLOW = {"number": 1, "title": "Cases", "sender": "wigan", "recipients": [], "items": ["Name"], "frequency": "Weekly"}


def sample_redline() -> Typeset:
    """Made afresh."""
    old = [Clause("S01", 1, "Purpose", "<ol><li>Prevent crime.</li></ol>"), Clause("S02", 2, "Scope", "<p>All.</p>")]
    table = "<table><tbody><tr><td>Clerk</td><td>Keeps it</td></tr></tbody></table>"
    new = [Clause("S01", 1, "Purpose", f"<ol><li>Prevent and detect crime.</li></ol>{table}")]
    before = {"protocol": {"title": "Sharing"}, "parties": [], "flows": [FLOW]}
    after = {**before, "flows": [{**FLOW, "frequency": "Daily"}]}
    version = ProtocolVersion(number=2, title="Sharing")
    version.protocol = Protocol(reference="GM-0001")
    version.protocol.partnership = None
    return render_redline(
        compare_clauses(old, new),
        compare_records(before, after),
        before="Version 1, as signed",
        after="“Before consultation”",
        version=version,
        asked_at=datetime(2027, 3, 3, 10, 42, tzinfo=UTC),
        sha256="0" * 64,
    )
