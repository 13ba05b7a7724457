"""The data flows of a version: the list, one flow, and the map of them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from legal_basis.loader import library
from portal.govuk.days import day
from portal.numbers import whole
from portal.reading import once
from protocols.documents.drawing import FlowMap, flow_maps
from protocols.facts.binding import paused_now
from protocols.facts.flows import StatedFlow, stated_flows_of
from protocols.models import DataFlow, ProtocolVersion
from protocols.states import State

MAPPED = 36
"""More flows than this are drawn together where they are alike, and no more rungs than this."""


def flows_of(version: ProtocolVersion) -> QuerySet[DataFlow]:
    """The flows with their parties, in order of number; refused ones too."""
    return (
        DataFlow.objects.filter(version=version)
        .select_related("sender__partner", "version__protocol", "dataset__partner")
        .prefetch_related("recipients__partner")
        .order_by("number")
    )


@dataclass(frozen=True)
class ShownFlow:
    """One flow as the page shows it: with its kinds of data in words, and why nothing flows now to or from a party."""

    flow: DataFlow
    kinds: Sequence[str]
    senders: str
    recipients: Sequence[str]
    pauses: Sequence[str] = ()


ROWS = 25
"""How many flows stand on a page of the list."""


@dataclass(frozen=True)
class FlowPage:
    """A page of the flows, those left out last; and the titles of all, to which no starter is offered again."""

    page: Page[int]
    rows: Sequence[ShownFlow]
    titles: frozenset[str]


def page_of_flows(version: ProtocolVersion, wanted: str, number: str = "") -> FlowPage:
    """A page by its number, or the one that has the flow of a number; seven queries at most, however many flows."""
    known = sorted(legal_flows(version), key=lambda flow: (flow.is_refused, flow.number))
    asked = whole(number)
    if asked is not None:
        place = next((place for place, flow in enumerate(known) if flow.number == asked), 0)
        wanted = str(place // ROWS + 1)
    part = Paginator([flow.pk for flow in known], ROWS).get_page(wanted or 1)
    found = {flow.pk: flow for flow in flows_of(version).filter(pk__in=list(part))}
    stopped = stopped_at(version)
    rows = [_shown(found[pk], stopped) for pk in part if pk in found]
    return FlowPage(part, rows, frozenset(flow.title for flow in known))


def stopped_at(version: ProtocolVersion) -> dict[int, str]:
    """The parties of a version in force to and from which nothing flows today, each with a sentence; two queries."""
    if version.status is not State.IN_FORCE:
        return {}
    paused, today = paused_now(version), timezone.localdate()
    told = {
        party.pk: f"{party} left: its last day was {day(party.bound_until)}, and nothing flows to or from it."
        for party in version.all_parties()
        if party.bound_until is not None and party.bound_until < today
    }
    named = {party.pk: str(party) for party in version.all_parties() if party.pk in paused}
    return {**{pk: f"Nothing flows to or from {name} since {day(paused[pk])}." for pk, name in named.items()}, **told}


def _shown(flow: DataFlow, stopped: Mapping[int, str]) -> ShownFlow:
    ends = dict.fromkeys([flow.sender_id, *(party.pk for party in flow.recipients.all())])
    kinds = library().data_kinds
    words = [kinds[kind].label if kind in kinds else kind for kind in flow.kinds]
    return ShownFlow(flow, words, str(flow.sender), [str(party) for party in flow.recipients.all()],
                     [stopped[pk] for pk in ends if pk in stopped])  # fmt: skip


@once
def legal_flows(version: ProtocolVersion) -> list[StatedFlow]:
    """The flows without their words; one query."""
    return stated_flows_of(version.pk)


def maps_of(version: ProtocolVersion) -> list[FlowMap]:
    """The flow map: as in the printed agreement, or of very many flows one rung for all that are alike.

    Flows that were left out are not on it.
    """
    active = [flow for flow in legal_flows(version) if not flow.is_refused]
    drawn = [_rung([flow]) for flow in active] if len(active) <= MAPPED else _together(active)
    parties = [{"key": party.pk, "short_name": str(party)} for party in version.all_parties()]
    return flow_maps(drawn, parties)


def _together(flows: Sequence[StatedFlow]) -> list[dict[str, object]]:
    """One rung for the flows of one sender to the same recipients that are as identifiable: at most MAPPED of them."""
    alike: dict[tuple[object, ...], list[StatedFlow]] = {}
    for flow in flows:
        alike.setdefault((flow.sender_id, frozenset(flow.recipient_ids), flow.identifiability), []).append(flow)
    most_first = sorted(alike.values(), key=lambda group: (-len(group), group[0].number))[:MAPPED]
    return [_rung(group) for group in sorted(most_first, key=lambda group: group[0].number)]


def _rung(flows: Sequence[StatedFlow]) -> dict[str, object]:
    first, more = flows[0], len(flows) - 1
    return {
        "number": first.number,
        "title": f"{first.title}, and {more} more alike" if more else first.title,
        "sender": first.sender_id,
        "recipients": list(first.recipient_ids),
        "identifiability": first.identifiability,
    }
