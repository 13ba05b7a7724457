"""A frozen snapshot as a page shows it: names in place of keys, the legal record party by party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from protocols.documents.drawing import FlowMap, flow_maps
from protocols.documents.risks import RiskRegister, register_of
from protocols.models import DataFlow
from protocols.redline.records import CONTROL

ENDS = {
    "DONE": "Sharing has a legal basis",
    "NOT_PERSONAL": "Not personal data: shared with disclosure control",
}


@dataclass(frozen=True)
class FrozenRecord:
    """What an approver or a reader sees of a snapshot besides its text."""

    flows: Sequence[Mapping[str, Any]]
    maps: Sequence[FlowMap]
    refused: Sequence[Mapping[str, Any]]
    records: Sequence[Mapping[str, Any]]
    register: RiskRegister


def read_snapshot(content: Mapping[str, Any]) -> FrozenRecord:
    """The flows, the legal record and the risks of a snapshot's content, with parties by their names."""
    names = {party["key"]: party["short_name"] for party in content["parties"]}
    return FrozenRecord(
        flows=[_flow(flow, names) for flow in content["flows"]],
        maps=flow_maps(content["flows"], content["parties"]),
        refused=[{**_flow(flow, names), "by": names.get(flow["party"], "")} for flow in content["refused_flows"]],
        records=[
            {**record, "name": names[record["party"]], "conclusion": ENDS.get(record["end"], record["end"])}
            for record in content["legal_record"]
        ],
        register=register_of(content.get("risks", []), names),
    )


def _flow(flow: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    word = flow.get("identifiability", "")
    known = word in DataFlow.Identifiability.values
    return {
        **flow,
        "from": names.get(flow["sender"], flow["sender"]),
        "to": [names.get(key, key) for key in flow["recipients"]],
        "control_word": "" if flow.get("control", "separate") == "separate" else CONTROL[flow["control"]],
        "how_identifiable": str(DataFlow.Identifiability(word).label) if known else "",
    }
