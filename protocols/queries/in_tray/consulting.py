"""Consultations to read, comments in which somebody was named, and suggestions to answer."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Min

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Mention, ProtocolVersion, Suggestion
from protocols.queries.in_tray.items import Item, about, officers_of, page
from protocols.queries.speaking import silent_parties
from protocols.states import WORKING, State

READERS = frozenset({RoleKind.CONTRIBUTOR, RoleKind.LEGAL_ADVISER, RoleKind.DPO})
CLOSED = [state.value for state in (State.ABANDONED, State.SUPERSEDED, State.EXPIRED, State.TERMINATED)]


def consultations(roles: Sequence[Role]) -> Iterator[Item]:
    """Consultations in which the person's party has not had its say, due by the closing date."""
    readers = {role.partner_id: role for role in reversed(roles) if role.role in READERS}
    if not readers:
        return
    for party in silent_parties().filter(partner__in=readers):
        version = party.version
        yield Item(f"Read and comment for {party}", about(version), readers[party.partner_id], version.state_since,
                   "Read and comment", page(version, "text"), version.consultation_closes_on)  # fmt: skip


def mentions(roles: Sequence[Role]) -> Iterator[Item]:
    """Comments that name the person, until they have opened them."""
    held = {role.pk: role for role in roles}
    waiting = Mention.objects.filter(role__in=held, opened_at=None).exclude(comment__version__state__in=CLOSED)
    for named in waiting.select_related("comment__version__protocol", "comment__author__person"):
        comment = named.comment
        where = f"{page(comment.version, 'comments')}?comment={comment.pk}#comment-{comment.pk}"
        yield Item(f"Read what {comment.author.person.name} wrote to you", about(comment.version), held[named.role_id],
                   comment.written_at, "Read", where)  # fmt: skip


def suggestions(roles: Sequence[Role]) -> Iterator[Item]:
    """Suggested wording that an officer has to answer, one line a version."""
    officers = officers_of(roles)
    if not officers:
        return
    working = [state.value for state in WORKING]
    waiting = Suggestion.objects.filter(
        state=Suggestion.State.OPEN,
        section__version__state__in=working,
        section__version__protocol__partnership__in=officers,
    )
    counted = waiting.order_by().values("section__version").annotate(n=Count("pk"), oldest=Min("suggested_at"))
    found = {row["section__version"]: row for row in counted}
    for version in ProtocolVersion.objects.select_related("protocol").filter(pk__in=found):
        row = found[version.pk]
        count = "1 suggestion" if row["n"] == 1 else f"{row['n']} suggestions"
        yield Item(f"Answer {count}", about(version), officers[version.protocol.partnership_id], row["oldest"],
                   "Answer", f"{page(version, 'comments')}#suggested")  # fmt: skip
