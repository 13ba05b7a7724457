"""Consultations to read, comments in which somebody was named, and suggestions to answer."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.models import Mention, Suggestion
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, about, due_of, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, counted, narrow
from protocols.queries.in_tray.scopes import parties_of, run_by
from protocols.queries.speaking import silent_parties
from protocols.states import WORKING, State

READERS = frozenset({RoleKind.CONTRIBUTOR, RoleKind.LEGAL_ADVISER, RoleKind.DPO})
CLOSED = [state.value for state in (State.ABANDONED, State.SUPERSEDED, State.EXPIRED, State.TERMINATED)]


def _consultations(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Consultations in which the person's party has not had its say, due by the closing date."""
    readers = [role.partner_id for role in roles if role.role in READERS]
    if readers:
        mine = Among("pk", parties_of(readers, State.CONSULTATION))
        yield narrow(silent_parties().filter(mine), version="version_id", party="pk",
                     place="partner_id", since="version__state_since",
                     due="version__consultation_closes_on")  # fmt: skip


def _consultation(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    return Item(f"Read and comment for {found.parties[line.party]}", about(version), found.at(line.place, *READERS),
                line.since, "Read and comment", page(version, "text"), due_of(line))  # fmt: skip


def _mentions(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Comments that name the person, until they have opened them."""
    waiting = Mention.objects.filter(role__in=[role.pk for role in roles], opened_at=None)
    yield narrow(waiting.exclude(comment__version__state__in=CLOSED), version="comment__version_id", place="role_id",
                 number="comment_id", name="comment__author__person__name", since="comment__written_at")  # fmt: skip


def _mention(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    where = f"{page(version, 'comments')}?comment={line.number}#comment-{line.number}"
    role = next(role for role in found.roles if role.pk == line.place)
    return Item(f"Read what {line.name} wrote to you", about(version), role, line.since, "Read", where)


def _suggestions(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Versions with suggested wording that an officer has to answer."""
    if officers_of(roles):
        mine = Among("section__version_id", run_by(roles, *WORKING))
        waiting = Suggestion.objects.filter(mine, state=Suggestion.State.OPEN)
        yield counted(waiting, "suggested_at", version="section__version_id")


def _suggestion(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    count = "1 suggestion" if line.number == 1 else f"{line.number} suggestions"
    return Item(f"Answer {count}", about(version), found.officer(line.version), line.since, "Answer",
                f"{page(version, 'comments')}#suggested")  # fmt: skip


CONSULTATIONS = Kind(_consultations, _consultation)
MENTIONS = Kind(_mentions, _mention)
SUGGESTIONS = Kind(_suggestions, _suggestion)
