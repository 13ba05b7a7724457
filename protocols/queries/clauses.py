"""The clause library: found by words and theme, with how often and where each clause was put in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from partners.models import Partnership, Role
from portal.richtext import plain
from protocols.models import ClauseUse, SavedClause, Section
from protocols.queries.protocols import visible_to


@dataclass(frozen=True)
class Sought:
    """What the library is narrowed to; an empty field narrows nothing."""

    words: str = ""
    theme: str = ""
    retired: bool = False


def clauses_of(partnership: Partnership) -> QuerySet[SavedClause]:
    """The clauses of a partnership, with how many sections each was put into."""
    return SavedClause.objects.filter(partnership=partnership).annotate(use_count=Count("uses"))


def found_clauses(partnership: Partnership, sought: Sought) -> QuerySet[SavedClause]:
    """The clauses that have every word sought, of the theme or of any, by title."""
    rows = clauses_of(partnership).filter(retired_at__isnull=not sought.retired)
    if sought.theme:
        rows = rows.filter(Q(theme=sought.theme) | Q(theme=""))
    for word in sought.words.lower().split()[:10]:
        rows = rows.filter(words__contains=word)
    return rows.order_by("title", "pk")


@dataclass(frozen=True)
class Used:
    """Where a clause was put in. `stands` says whether the section still has it, word for word."""

    use: ClauseUse
    stands: bool

    @property
    def section(self) -> Section:
        """The section."""
        return self.use.section


def uses_of(capacity: Role, clause: SavedClause) -> list[Used]:
    """Where a clause was put in, in versions that somebody may see; one query."""
    uses = clause.uses.filter(section__version__in=visible_to(capacity)).select_related("section__version__protocol")
    return [Used(use, stands_in(clause, use.section.body)) for use in uses]


def stands_in(clause: SavedClause, body: str) -> bool:
    """Whether a text has every paragraph of the clause, in order and next to one another, whatever its formatting."""
    return _within(_paragraphs(clause.body), _paragraphs(body))


def _paragraphs(body: str) -> list[str]:
    return plain(body).splitlines()


def _within(wanted: Sequence[str], lines: Sequence[str]) -> bool:
    width = len(wanted)
    return any(list(lines[place : place + width]) == list(wanted) for place in range(len(lines) - width + 1))
