"""Everything that was said of a version with what became of it, as a file for a spreadsheet: harmless to open there."""

import csv
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from portal.formulas import guarded
from portal.richtext import plain
from protocols.models import Comment, ProtocolVersion, Suggestion
from protocols.queries.comments import comments_on
from protocols.queries.suggestions import suggestions_on

COLUMNS = (
    "What", "Number", "Clause", "Words", "Said", "Why", "By", "Capacity", "Body", "When", "Late", "State", "Response",
    "Response by", "Response when", "Earlier responses",
)  # fmt: skip


class _Line:
    """What a csv writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def response_lines(version: ProtocolVersion) -> Iterator[str]:
    """The lines of the file: headings, then every comment and suggestion, oldest first; no cell is a formula."""
    said: list[Comment | Suggestion] = [*comments_on(version), *suggestions_on(version)]
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for one in sorted(said, key=_when):
        cells = _suggestion(one) if isinstance(one, Suggestion) else _comment(one)
        yield writer.writerow([guarded(cell) for cell in cells])


def _when(one: Comment | Suggestion) -> datetime:
    return one.suggested_at if isinstance(one, Suggestion) else one.written_at


def _comment(one: Comment) -> list[str]:
    clause = str(one.section) if one.section else "The protocol as a whole"
    state = "Resolved" if one.resolved_at else "Open again" if one.earlier else "Open"
    earlier = "\n".join(
        f"{was['by']}: {was['response']} Opened again by {was['reopened_by']}: {was['why']}" for was in one.earlier
    )
    said = [one.quote, one.body, "", *_author(one), _time(one.written_at), _yes(one.late)]
    answered = [one.response, one.resolved_by, _time(one.resolved_at), earlier]
    return ["Comment", str(one.pk), clause, *said, state, *answered]


def _suggestion(one: Suggestion) -> list[str]:
    said = ["", plain(one.proposed), one.why, *_author(one), _time(one.suggested_at), _yes(one.late)]
    answered = [one.answer, one.answered_by, _time(one.answered_at), ""]
    return ["Suggested wording", str(one.pk), str(one.section), *said, one.get_state_display(), *answered]


def _author(one: Comment | Suggestion) -> list[str]:
    role = one.author
    return [role.person.name, role.role.label, str(role.partner or role.partnership)]


def _time(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _yes(is_so: bool) -> str:
    return "Yes" if is_so else ""
