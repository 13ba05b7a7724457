"""A redline as it is shown, on a page and in print: each clause with its changes told in marks and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.govuk.days import clock, day
from protocols.documents.typesetting import Typeset, typeset
from protocols.models import ProtocolVersion
from protocols.redline.clauses import ClauseRedline, DocumentRedline, Kind
from protocols.redline.records import TableChanges
from protocols.redline.speaking import spoken, spoken_heading
from protocols.texts.linking import lead

SHEETS = ("fonts", "page", "text", "numbering", "tables", "redline")
WORDS = {Kind.ADDED: "added", Kind.CHANGED: "changed", Kind.REMOVED: "removed", Kind.SAME: "unchanged"}


@dataclass(frozen=True)
class ShownClause:
    """One clause of a redline. `before` and `after` are the anchors of the changes next to it, "" where none is."""

    redline: ClauseRedline
    heading: SafeString
    inherited: SafeString
    html: SafeString
    before: str = ""
    after: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"section-{self.redline.id}"

    @property
    def number(self) -> int:
        """The number that it has; where it was removed, the one it had."""
        return self.redline.now or self.redline.was or 0

    @property
    def is_renumbered(self) -> bool:
        """Whether it had another number before."""
        return self.redline.was is not None and self.redline.now is not None and self.redline.was != self.redline.now

    @property
    def had_other_number(self) -> bool:
        """Whether the number that it had has to be told: it was removed, or stands elsewhere."""
        return self.redline.was is not None and (self.redline.now is None or self.is_renumbered)

    @property
    def standing(self) -> str:
        """What became of it, in words, such as changed and moved."""
        words = [] if self.redline.kind is Kind.SAME and self.redline.is_moved else [WORDS[self.redline.kind]]
        return " and ".join([*words, *(["moved"] if self.redline.is_moved else [])])

    @property
    def how_much(self) -> str:
        """How many words came and went, and what moved or changed its formatting; nothing where nothing did."""
        told = self.redline.tally
        said = [
            f"{_counted(told.put_in, 'word')} put in" if told.put_in else "",
            f"{_counted(told.taken_out, 'word')} taken out" if told.taken_out else "",
            f"{_counted(told.moved, 'paragraph')} moved" if told.moved else "",
            f"formatting changed in {_counted(told.formatted, 'place')}" if told.formatted else "",
        ]
        return ", ".join(one for one in said if one)


def shown_clauses(redline: DocumentRedline, *, elsewhere: str = "", only_changed: bool = False) -> list[ShownClause]:
    """Every clause, or only those that changed, with the ways to the change before and after it.

    A link to a clause that is not shown leads `elsewhere`, the address of the whole text, or is its words alone.
    """
    shown = redline.touched if only_changed else redline.clauses
    here = frozenset(one.id for one in shown if one.now)
    anchors = [f"section-{one.id}" if one.is_touched else "" for one in shown]
    return [
        ShownClause(
            one,
            _safe(spoken_heading(one.title)),
            _safe(lead(spoken(one.inherited), here, elsewhere)),
            _safe(lead(spoken(one.html), here, elsewhere)),
            before=next((anchor for anchor in reversed(anchors[:place]) if anchor), ""),
            after=next((anchor for anchor in anchors[place + 1 :] if anchor), ""),
        )
        for place, one in enumerate(shown)
    ]


def render_redline(
    redline: DocumentRedline,
    tables: Sequence[TableChanges],
    *,
    before: str,
    after: str,
    version: ProtocolVersion,
    asked_at: datetime,
    sha256: str,
    not_needed: Sequence[Mapping[str, str]] = (),
) -> Typeset:
    """The redline as a PDF that names both sides on every page. Raises RenderingError where it cannot be set."""
    clauses = shown_clauses(redline)
    context = {
        "before": before,
        "after": after,
        "version": version,
        "protocol": version.protocol,
        "counts": redline.counts,
        "clauses": clauses,
        "touched": [one for one in clauses if one.redline.is_touched],
        "tables": tables,
        "not_needed": not_needed,
        "made": f"{day(asked_at)}, {clock(asked_at)}",
        "iso": asked_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return typeset(render_to_string("documents/redline.html", context), sheets=SHEETS, identifier=sha256.encode())


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def _safe(html: str) -> SafeString:
    """A redline's own markup: only tags of the allow-list are read into it, and every word is escaped on writing."""
    return mark_safe(html)  # noqa: S308 - written by protocols.redline.writing
