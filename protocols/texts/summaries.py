"""The plain summary of an agreement, from what was signed: for whoever handles the data and reads no contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from protocols.texts.known import listing


@dataclass(frozen=True)
class Shared:
    """One flow in plain words."""

    title: str
    sender: str
    recipients: str
    items: Sequence[str]
    purpose: str
    method: str
    retention: str


@dataclass(frozen=True)
class Summary:
    """What it is for, what may be shared with whom, what may not, and whom to ask."""

    title: str
    purpose: str
    parties: str
    shared: Sequence[Shared]
    not_shared: Sequence[str]
    limits: Sequence[str]
    undertakings: Sequence[str]
    ask: Sequence[str]


def summary_of(content: Mapping[str, Any], undertakings: Sequence[str]) -> Summary:
    """The summary of a frozen text."""
    names = {party["key"]: party["short_name"] for party in content["parties"]}
    refused = content.get("refused_flows", ())
    limits = [limit["text"] for record in content.get("legal_record", ()) for limit in record["limits"]]
    return Summary(
        title=content["protocol"]["title"],
        purpose=content["protocol"]["purpose"],
        parties=listing(list(names.values())),
        shared=[_shared(flow, names) for flow in content["flows"]],
        not_shared=[f"{one['title']}: the law stops it ({listing(list(one['laws']))})." for one in refused],
        limits=list(dict.fromkeys(limits)),
        undertakings=undertakings,
        ask=[_asked(party) for party in content["parties"] if party["dpo"]["name"]],
    )


def _shared(flow: Mapping[str, Any], names: Mapping[str, str]) -> Shared:
    return Shared(
        title=flow["title"],
        sender=names.get(flow["sender"], flow["sender"]),
        recipients=listing([names.get(key, key) for key in flow["recipients"]]),
        items=flow["items"],
        purpose=flow["purpose"],
        method=flow["method"],
        retention=flow["retention"],
    )


def _asked(party: Mapping[str, Any]) -> str:
    return f"{party['dpo']['name']}, {party['dpo']['post']}, {party['short_name']}"
