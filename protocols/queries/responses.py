"""Everything that was said of a version with what became of it, for a spreadsheet or for Word: harmless in both."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from portal.govuk.days import day
from portal.richtext import plain
from portal.workbooks import as_csv, as_workbook
from protocols.documents.responses import Consulted, Response, write_responses
from protocols.models import Comment, ProtocolVersion, Suggestion
from protocols.queries.comments import comments_on
from protocols.queries.suggestions import suggestions_on
from protocols.states import State

COLUMNS = (
    "What", "Number", "Clause", "Words", "Said", "Why", "By", "Capacity", "Body", "When", "Late", "State", "Response",
    "Response by", "Response when", "Earlier responses",
)  # fmt: skip
WHOLE = "The protocol as a whole"


def responses_on(version: ProtocolVersion) -> list[Response]:
    """Every comment and suggestion, oldest first; two queries."""
    said = [
        *(_comment(one) for one in comments_on(version)),
        *(_suggestion(one) for one in suggestions_on(version)),
    ]
    return sorted(said, key=lambda one: one.at)


def responses_csv(version: ProtocolVersion) -> bytes:
    """All of it as CSV; no cell is a formula."""
    return as_csv(COLUMNS, _rows(version))


def responses_workbook(version: ProtocolVersion) -> bytes:
    """All of it as an Excel workbook; no cell is a formula."""
    return as_workbook("Comments", COLUMNS, _rows(version), {})


def responses_word(version: ProtocolVersion, *, made_at: datetime) -> bytes:
    """All of it as a Word file, clause by clause."""
    about = Consulted(
        partnership=version.protocol.partnership.name,
        reference=f"{version.protocol.reference} version {version.number}",
        title=version.title,
        standing=_standing(version),
    )
    return write_responses(about, responses_on(version), made_at=made_at)


def _standing(version: ProtocolVersion) -> str:
    closes = version.consultation_closes_on
    if version.status is State.DRAFT:
        return "Not open"
    if version.status is not State.CONSULTATION:
        return "Over" + (f"; it closed on {day(closes)}" if closes else "")
    return f"Open until {day(closes)}" if closes else "Open, with no closing date"


def _rows(version: ProtocolVersion) -> Sequence[Sequence[str]]:
    return [
        (
            one.what, str(one.number), one.clause, one.quote, one.said, one.why, one.name, one.post, one.body,
            _time(one.at), "Yes" if one.late else "", one.state, one.response, one.response_by, _time(one.response_at),
            "\n".join(one.earlier),
        )
        for one in responses_on(version)
    ]  # fmt: skip


def _comment(one: Comment) -> Response:
    state = "Resolved" if one.resolved_at else "Open again" if one.earlier else "Open"
    earlier = [
        f"{was['by']}: {was['response']} Opened again by {was['reopened_by']}: {was['why']}" for was in one.earlier
    ]
    name, post, body = _author(one)
    return Response(
        what="Comment", number=one.pk, place=one.section.position if one.section else 0,
        clause=str(one.section) if one.section else WHOLE, quote=one.quote, said=one.body, why="", name=name, post=post,
        body=body, at=one.written_at, late=one.late, state=state, response=one.response, response_by=one.resolved_by,
        response_at=one.resolved_at, earlier=earlier,
    )  # fmt: skip


def _suggestion(one: Suggestion) -> Response:
    name, post, body = _author(one)
    return Response(
        what="Suggested wording", number=one.pk, place=one.section.position, clause=str(one.section), quote="",
        said=plain(one.proposed), why=one.why, name=name, post=post, body=body, at=one.suggested_at, late=one.late,
        state=one.get_state_display(), response=one.answer, response_by=one.answered_by, response_at=one.answered_at,
    )  # fmt: skip


def _author(one: Comment | Suggestion) -> tuple[str, str, str]:
    role = one.author
    return role.person.name, role.role.label, str(role.partner or role.partnership)


def _time(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
