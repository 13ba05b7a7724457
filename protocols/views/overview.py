"""The overview, the task list and the history of a version."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from partners.models import Role
from portal.reading import reading_once
from protocols import permissions
from protocols.facts.counting import counted
from protocols.facts.parents import newer_parent
from protocols.models import ProtocolVersion
from protocols.queries.approvals import not_followed, open_conditions_of
from protocols.queries.documents import signed_and_beside, signed_so_far
from protocols.queries.flows import maps_of
from protocols.queries.history import history_of, told
from protocols.queries.law_changes import touched_in
from protocols.queries.newer_templates import newer_template
from protocols.queries.news import news_for
from protocols.queries.parties import not_signed
from protocols.queries.party_standings import party_standings
from protocols.queries.protocols import versions_of
from protocols.queries.reviews import standing_of_review
from protocols.queries.risks import register_for
from protocols.queries.tasks import read_clauses, tasks_of
from protocols.queries.trails import reads_trail
from protocols.queries.turns import Turn, turns_of
from protocols.states import SETTLED, Action
from protocols.views.fetching import capacity_of, page, version_or_404
from protocols.views.next_acts import mending, next_act


@require_safe
@reading_once()
def overview(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What it is, where it stands, who is party, what it is for, the flow map, and what the reader does next."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    standings, counts = party_standings(version), counted(version)
    signed, made = signed_and_beside(version) if version.status in SETTLED else (None, [])
    return page(
        request,
        version,
        "protocols/overview.html",
        tab="version",
        next_act=next_act(capacity, version),
        parties=[(party, standings.get(party.pk, ())) for party in version.all_parties()],
        standings=standings,
        maps=maps_of(version),
        law_changes=touched_in(version),
        turns=whose_turn(capacity, version),
        newer_parent=newer_parent(version),
        newer=newer_template(version) if version.is_working else None,
        news=news_for(version, capacity, named=True),
        register=register_for(version),
        review=standing_of_review(version),
        not_signed=not_signed(version),
        advice=not_followed(version) if counts.advice else (),
        conditions=open_conditions_of(version) if counts.conditions else (),
        is_officer=permissions.is_officer_of(capacity, version),
        may_edit=permissions.may(capacity, version, Action.SET_PARTIES),
        may_abandon=permissions.may(capacity, version, Action.ABANDON),
        may_take_back=permissions.may(capacity, version, Action.BACK_TO_DRAFT),
        may_vary=permissions.may(capacity, version, Action.VARY),
        may_end=permissions.may(capacity, version, Action.TERMINATE),
        signed=signed,
        beside=made,
        so_far=None if signed else signed_so_far(version),
    )


def whose_turn(capacity: Role, version: ProtocolVersion) -> list[tuple[Turn, bool]]:
    """Whose turn it is, and whether it is the reader's."""
    return [(turn, turn.is_of(capacity)) for turn in turns_of(version)]


@require_safe
def tasks(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What is done, begun and blocked, whose turn it is, and what is missing."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    with reading_once():
        read_clauses(version)
        return page(
            request, version, "protocols/tasks.html", list=(found := tasks_of(version, whole="all" in request.GET)),
            next_act=mending(next_act(capacity, version), version, found.missing),
            newer_parent=newer_parent(version), not_signed=not_signed(version), turns=whose_turn(capacity, version),
            is_officer=permissions.is_officer_of(capacity, version),
        )  # fmt: skip


@require_safe
def history(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The versions of the protocol, and everything that was done to this one."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    events = Paginator(history_of(version), 50).get_page(request.GET.get("page"))
    return page(
        request,
        version,
        "protocols/history.html",
        tab="history",
        events=events,
        happenings=[told(event) for event in events],
        versions=versions_of(capacity, version.protocol),
        reads_trail=reads_trail(capacity, version.protocol),
    )
