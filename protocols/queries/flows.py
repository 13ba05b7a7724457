"""The data flows of a version: the list, one flow, and the map of them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from legal_basis.loader import library
from protocols.documents.drawing import FlowMap, flow_maps
from protocols.models import DataFlow, ProtocolVersion


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
    """One flow as the page shows it: with its kinds of data in words."""

    flow: DataFlow
    kinds: Sequence[str]
    senders: str
    recipients: Sequence[str]


def shown_flows(version: ProtocolVersion) -> list[ShownFlow]:
    """Every flow for the flows tab; three queries, however many."""
    kinds = library().data_kinds
    return [
        ShownFlow(
            flow,
            [kinds[kind].label if kind in kinds else kind for kind in flow.kinds],
            str(flow.sender),
            [str(party) for party in flow.recipients.all()],
        )
        for flow in flows_of(version)
    ]


def maps_of(version: ProtocolVersion, flows: Sequence[ShownFlow]) -> list[FlowMap]:
    """The flow map, the same as in the printed agreement: flows that were left out are not on it."""
    active = [one.flow for one in flows if not one.flow.is_refused]
    drawn = [
        {
            "number": flow.number,
            "title": flow.title,
            "sender": flow.sender_id,
            "recipients": [party.pk for party in flow.recipients.all()],
            "identifiability": flow.identifiability,
        }
        for flow in active
    ]
    parties = [
        {"key": party.pk, "short_name": str(party)}
        for party in version.parties.select_related("partner").order_by("partner__short_name")
    ]
    return flow_maps(drawn, parties)
