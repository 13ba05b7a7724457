"""All that was said in a consultation with what became of it, as a Word file: one table, clause by clause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm

from portal.govuk.days import clock, day
from protocols.documents.impact.word import WordFile

HEAD = ("No.", "Clause", "Words commented on", "Who and when", "Said", "Response", "Outcome")
WIDTHS = (1.2, 3.3, 4.0, 3.7, 5.7, 4.3, 3.5)  # centimetres: together the width of a page on its side
NOTHING = "–"


@dataclass(frozen=True)
class Response:
    """One comment or suggestion and what became of it; times are local, "" is nothing.

    `place` orders clauses as the text has them; `earlier` are responses that were given before it was opened again.
    """

    what: str
    number: int
    place: int
    clause: str
    quote: str
    said: str
    why: str
    name: str
    post: str
    body: str
    at: datetime
    late: bool
    state: str
    response: str
    response_by: str
    response_at: datetime | None
    earlier: Sequence[str] = ()


@dataclass(frozen=True)
class Consulted:
    """Whose text it is that was consulted on, and how much was said of it."""

    partnership: str
    reference: str
    title: str
    standing: str


def write_responses(about: Consulted, said: Iterable[Response], *, made_at: datetime) -> bytes:
    """The file: A4 on its side, the head of the table on each page. Words are text and nothing else."""
    file = WordFile(
        title=f"Comments and responses: {about.title}",
        subject=about.reference,
        author=about.partnership,
        made_at=made_at,
        mark=f"{about.reference}\tAs of {day(made_at)}, {clock(made_at)}",
    )
    _turn(file)
    file.title("Comments and responses")
    rows = sorted(said, key=lambda one: (one.place, one.at, one.number))
    file.pairs(
        [
            ("Protocol", f"{about.title}\n{about.reference}"),
            ("Partnership", about.partnership),
            ("Consultation", about.standing),
            ("In this file", _counted(rows)),
        ],
        about="Which consultation this is",
    )
    if rows:
        file.heading("Clause by clause")
        file.table(HEAD, [_row(one) for one in rows], WIDTHS, about="What was said of each clause, and the outcome")
    return file.content()


def _turn(file: WordFile) -> None:
    """Lay the page on its side, with what stands at the right of its head and foot moved along."""
    section = file.document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for name in ("Header", "Footer"):
        stops = file.document.styles[name].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Cm(25.7), WD_TAB_ALIGNMENT.RIGHT)


def _counted(rows: Sequence[Response]) -> str:
    comments = sum(one.what == "Comment" for one in rows)
    suggestions, waiting = len(rows) - comments, sum(one.response_at is None for one in rows)
    told = f"{comments} comment{'' if comments == 1 else 's'}, "
    told += f"{suggestions} suggestion{'' if suggestions == 1 else 's'} of other wording"
    return f"{told}; {waiting or 'none'} of them still open" if rows else "Nothing was said"


def _row(one: Response) -> tuple[str, ...]:
    who = "\n".join(
        (f"{one.name}, {one.post}", one.body, f"{day(one.at)}, {clock(one.at)}", "Late" if one.late else "")
    )
    said = f"Suggested wording: {one.said or 'leave the clause empty'}" if one.what != "Comment" else one.said
    why = f"\nWhy: {one.why}" if one.why else ""
    outcome = one.state
    if one.response_at is not None:
        outcome += f"\n{one.response_by}\n{day(one.response_at)}, {clock(one.response_at)}"
    response = "\n".join((*one.earlier, one.response))
    return str(one.number), one.clause, one.quote or NOTHING, who, said + why, response.strip() or NOTHING, outcome
